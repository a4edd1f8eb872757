namespace PathwayOrleans.Cli.Tests;

public sealed class SiloProgramTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("pathway-silo-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void The_environment_says_where_it_is()
    {
        string dll = Put("elsewhere/any.dll");
        SiloProgram silo = Find((SiloProgram.PathVariable, dll), (SiloProgram.MissingVariable, ""));

        Assert.Equal(dll, silo.Dll);
        Assert.Null(silo.WhyMissing);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        Put("Silo/bin/Release/net10.0/PathwayOrleans.Silo.dll");
        SiloProgram silo = Find((SiloProgram.PathVariable, "/no/such.dll"));

        Assert.Null(silo.Dll);
        Assert.Equal("PATHWAY_SILO is /no/such.dll, and there is no such file", silo.WhyMissing);
    }

    [Fact]
    public void Told_that_there_is_none_it_looks_no_further()
    {
        string dll = Put("Silo/bin/Release/net10.0/PathwayOrleans.Silo.dll");
        SiloProgram silo = Find((SiloProgram.PathVariable, dll), (SiloProgram.MissingVariable, "the feed lacks it"));

        Assert.Null(silo.Dll);
        Assert.Equal("the feed lacks it", silo.WhyMissing);
    }

    [Fact]
    public void Told_nothing_it_looks_where_a_build_puts_it()
    {
        string built = Path.Combine(_root.FullName, "Silo/bin/Debug/net10.0/PathwayOrleans.Silo.dll");
        Assert.Equal($"no silo is built at {built}", Find("Debug").WhyMissing);

        Put("Silo/bin/Debug/net10.0/PathwayOrleans.Silo.dll");
        Assert.Equal(built, Find("Debug").Dll);
    }

    private string Put(string path)
    {
        string file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
        return file;
    }

    private SiloProgram Find(params (string Name, string Value)[] variables) => Find("Release", variables);

    private SiloProgram Find(string configuration, params (string Name, string Value)[] variables) => SiloProgram.Find(
        name => Array.Find(variables, variable => variable.Name == name).Value,
        Path.Combine(_root.FullName, "Cli/bin", configuration, "net10.0") + Path.DirectorySeparatorChar);
}

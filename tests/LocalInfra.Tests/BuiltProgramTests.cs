namespace PathwayOrleans.LocalInfra.Tests;

public sealed class BuiltProgramTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("Cli/bin/Debug/net10.0/")]
    [InlineData("tools/Demo/bin/Debug/net10.0")]
    public void A_program_is_found_in_the_configuration_of_the_running_program(string ownFolder)
    {
        Put("PathwayOrleans.sln");
        Put("Silo/bin/Release/net10.0/PathwayOrleans.Silo.dll");
        string debug = Put("Silo/bin/Debug/net10.0/PathwayOrleans.Silo.dll");

        Assert.Equal(debug, BuiltProgram.Find("Silo", Path.Combine(_root.Path, ownFolder)));
    }

    [Fact]
    public void A_program_that_is_not_built_is_named_with_its_project()
    {
        Put("PathwayOrleans.sln");
        var missing = Assert.Throws<FileNotFoundException>(
            () => BuiltProgram.Find("Silo", Path.Combine(_root.Path, "Cli/bin/Debug/net10.0")));

        string expected = Path.Combine(_root.Path, "Silo/bin/Debug/net10.0/PathwayOrleans.Silo.dll");
        Assert.Equal($"{expected} does not exist. Build Silo/Silo.csproj in the configuration Debug.", missing.Message);
    }

    [Fact]
    public void No_program_is_found_outside_the_repository()
    {
        string outside = Path.Combine(_root.Path, "app");
        var missing = Assert.Throws<FileNotFoundException>(() => BuiltProgram.Find("Silo", outside));
        Assert.Equal(
            $"No folder above {outside} contains PathwayOrleans.sln. Start this program from its build output " +
            "folder.", missing.Message);
    }

    private string Put(string path)
    {
        string file = Path.Combine(_root.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
        return file;
    }
}

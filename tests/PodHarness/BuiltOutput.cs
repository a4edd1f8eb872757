using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.PodHarness;

/// <summary>The programs that were built together with this test.</summary>
internal static class BuiltOutput
{
    private const string Prefix = "PathwayOrleans.";

    /// <summary>The output folder of the program that an entry point starts: <c>dotnet PathwayOrleans.NAME.dll</c>.</summary>
    internal static string FolderOf(IReadOnlyList<string> entryPoint)
    {
        string program = entryPoint.FirstOrDefault(word =>
                word.StartsWith(Prefix, StringComparison.Ordinal) && word.EndsWith(".dll", StringComparison.Ordinal))
            ?? throw new ArgumentException($"The entry point '{string.Join(' ', entryPoint)}' starts none of the programs.");
        string project = Path.GetFileNameWithoutExtension(program)[Prefix.Length..];

        // bin/CONFIGURATION/FRAMEWORK, the same as for this test.
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string folder = RepositoryFolder.PathOf(project, "bin", framework.Parent!.Name, framework.Name);
        return File.Exists(Path.Combine(folder, program))
            ? folder
            : throw new FileNotFoundException(
                $"{program} is not in {folder}: build {project}/{project}.csproj in the configuration of this test.");
    }
}

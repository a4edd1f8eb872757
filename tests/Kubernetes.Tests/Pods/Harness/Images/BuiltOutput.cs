using PathwayOrleans.Testing;

namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.Images;

/// <summary>Where the programs are that were built with this test.</summary>
internal static class BuiltOutput
{
    private const string Prefix = "PathwayOrleans.";

    /// <summary>The output folder of the program that an entry point starts: <c>dotnet PathwayOrleans.NAME.dll</c>.</summary>
    internal static string FolderOf(IReadOnlyList<string> entryPoint)
    {
        string program = entryPoint.FirstOrDefault(word => word.StartsWith(Prefix, StringComparison.Ordinal) && word.EndsWith(".dll", StringComparison.Ordinal))
            ?? throw new ArgumentException($"The entry point '{string.Join(' ', entryPoint)}' starts no program of ours.");
        string project = Path.GetFileNameWithoutExtension(program)[Prefix.Length..];

        // bin/CONFIGURATION/FRAMEWORK, as this test's own.
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string folder = RepositoryFolder.PathOf(project, "bin", framework.Parent!.Name, framework.Name);
        return File.Exists(Path.Combine(folder, program))
            ? folder
            : throw new FileNotFoundException($"There is no {program} in {folder}: build {project}/{project}.csproj in the configuration of this test.");
    }
}

using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Architecture.Tests;

/// <summary>The projects and sources of the repository that these tests were built in.</summary>
internal static class RepositoryProjects
{
    private static readonly string[] NoSources = ["bin", "obj", "TestResults", "node_modules"];

    /// <summary>Every project.</summary>
    internal static IReadOnlyList<ProjectFile> All { get; } = [.. Files("*.csproj").Select(Read)];

    /// <summary>The solution file's content.</summary>
    internal static string Solution => File.ReadAllText(RepositoryFolder.PathOf("PathwayOrleans.sln"));

    /// <summary>
    /// The paths from the root, with <c>/</c>, of the files whose name matches; build outputs and hidden folders are left out.
    /// </summary>
    internal static IEnumerable<string> Files(string pattern) => Files(new DirectoryInfo(RepositoryFolder.Root), pattern)
        .Select(file => Path.GetRelativePath(RepositoryFolder.Root, file.FullName).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    /// <summary>Reads the assembly of a project that was built with the same configuration as these tests.</summary>
    internal static AssemblyTypes ReadAssembly(ProjectFile project)
    {
        string tests = RepositoryFolder.PathOf("tests/Architecture.Tests");
        string output = Path.GetRelativePath(tests, AppContext.BaseDirectory);
        string folder = Path.GetDirectoryName(RepositoryFolder.PathOf(project.Path))!;
        return AssemblyTypes.Read(project, Path.Combine(folder, output, $"{project.AssemblyName}.dll"));
    }

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder, string pattern) => folder.EnumerateFiles(pattern).Concat(
        folder.EnumerateDirectories()
            .Where(child => !child.Name.StartsWith('.') && !NoSources.Contains(child.Name))
            .SelectMany(child => Files(child, pattern)));

    private static ProjectFile Read(string path)
    {
        string file = RepositoryFolder.PathOf(path);
        return ProjectFile.Parse(
            path, File.ReadAllText(file), File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "packages.lock.json")));
    }
}

using System.Xml.Linq;
using PathwayOrleans.Testing.Dockerfiles;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Images.Tests;

/// <summary>The repository of these tests: the context of every build.</summary>
internal static class Repository
{
    /// <summary>The root folder.</summary>
    internal static string Root => RepositoryFolder.Root;

    /// <summary>The rules of its <c>.dockerignore</c>.</summary>
    internal static DockerIgnore Ignored { get; } = DockerIgnore.Parse(Read(".dockerignore"));

    /// <summary>The version of all projects in <c>Directory.Build.props</c>.</summary>
    internal static string Version { get; } = XDocument.Parse(Read("Directory.Build.props"))
        .Descendants("Version").Single().Value;

    internal static string PathOf(string path) => Path.Combine(Root, path);

    internal static string Read(string path) => File.ReadAllText(PathOf(path));

    internal static Dockerfile Dockerfile(string folder) => Testing.Dockerfiles.Dockerfile.Parse(Read($"{folder}/Dockerfile"));

    /// <summary>Copies the files of the build context.</summary>
    internal static void CopyContext(string source, string target)
    {
        string from = Path.GetFullPath(PathOf(source));
        foreach (string file in Files(from))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    private static IEnumerable<string> Files(string folder)
    {
        if (File.Exists(folder))
        {
            return [folder];
        }

        // Excluded folders are large and contain no exceptions, so they are skipped as a whole.
        return Directory.GetFiles(folder).Where(IsIn).Concat(Directory.GetDirectories(folder).Where(IsIn).SelectMany(Files));
    }

    private static bool IsIn(string path) => !Ignored.LeavesOut(Path.GetRelativePath(Root, path).Replace('\\', '/'));
}

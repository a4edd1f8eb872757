using System.Xml.Linq;
using PathwayOrleans.Images.Tests.Dockerfiles;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Images.Tests.Context;

/// <summary>The repository that these tests were built in: the context of every build.</summary>
internal static class Repository
{
    /// <summary>Its root.</summary>
    internal static string Root => RepositoryFolder.Root;

    /// <summary>What its <c>.dockerignore</c> leaves out.</summary>
    internal static DockerIgnore Ignored { get; } = DockerIgnore.Parse(Read(".dockerignore"));

    /// <summary>The version that <c>Directory.Build.props</c> gives all projects.</summary>
    internal static string Version { get; } = XDocument.Parse(Read("Directory.Build.props")).Descendants("Version").Single().Value;

    internal static string PathOf(string path) => Path.Combine(Root, path);

    internal static string Read(string path) => File.ReadAllText(PathOf(path));

    internal static Dockerfile Dockerfile(string folder) => Dockerfiles.Dockerfile.Parse(Read($"{folder}/Dockerfile"));

    /// <summary>Copies what a build would be sent.</summary>
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

        // Folders that are out as a whole are large, and nothing in them is an exception.
        return Directory.GetFiles(folder).Where(IsIn).Concat(Directory.GetDirectories(folder).Where(IsIn).SelectMany(Files));
    }

    private static bool IsIn(string path) => !Ignored.LeavesOut(Path.GetRelativePath(Root, path).Replace('\\', '/'));
}

using System.Text.Json;
using System.Xml.Linq;

namespace PathwayOrleans.Architecture.Tests;

/// <summary>The references of one project.</summary>
/// <param name="Path">The path of its csproj file from the repository's root, with <c>/</c>.</param>
internal sealed record ProjectFile(string Path)
{
    private const string AssemblyPrefix = "PathwayOrleans.";

    /// <summary>The file's name without its extension.</summary>
    internal string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The name of its assembly, without an extension.</summary>
    internal string AssemblyName => AssemblyPrefix + Name;

    internal bool IsTool => Path.StartsWith("tools/", StringComparison.Ordinal);

    internal bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    /// <summary>Whether it shows users how to use the product.</summary>
    internal bool IsSample => Path.StartsWith("samples/", StringComparison.Ordinal);

    /// <summary>Whether it is part of what is deployed.</summary>
    internal bool IsProduct => !IsTool && !IsTest && !IsSample;

    /// <summary>The paths of the csproj files whose assemblies it references.</summary>
    internal IReadOnlyList<string> Projects { get; init; } = [];

    /// <summary>The packages that it references itself.</summary>
    internal IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>The packages that it is restored with: its own and those of everything that it references.</summary>
    internal IReadOnlyList<string> RestoredPackages { get; init; } = [];

    /// <summary>The shared frameworks beyond Microsoft.NETCore.App.</summary>
    internal IReadOnlyList<string> Frameworks { get; init; } = [];

    /// <summary>The projects that see its internals.</summary>
    internal IReadOnlyList<string> Friends { get; init; } = [];

    /// <summary>Reads a project.</summary>
    /// <param name="path">The path from the repository's root.</param>
    /// <param name="csproj">The content of that file.</param>
    /// <param name="lockFile">The content of packages.lock.json beside it.</param>
    internal static ProjectFile Parse(string path, string csproj, string lockFile)
    {
        var root = XElement.Parse(csproj);
        return new ProjectFile(path)
        {
            Projects = [.. root.Descendants("ProjectReference")
                .Where(IsAssemblyReference).Select(reference => Resolve(path, Include(reference)))],
            Packages = [.. root.Descendants("PackageReference").Select(Include)],
            Frameworks = [.. root.Descendants("FrameworkReference").Select(Include)],
            Friends = [.. root.Descendants("InternalsVisibleTo")
                .Select(Include).Select(name => name.Replace(AssemblyPrefix, "", StringComparison.Ordinal))],
            RestoredPackages = ReadLockFile(lockFile),
        };
    }

    // Without an assembly, the reference only defines the order of the build.
    private static bool IsAssemblyReference(XElement reference) =>
        (string?)reference.Attribute("ReferenceOutputAssembly") != "false";

    private static string Include(XElement item) =>
        (string?)item.Attribute("Include") ?? throw new InvalidDataException($"{item} has no Include.");

    private static string Resolve(string path, string reference)
    {
        string folder = System.IO.Path.Combine("/", System.IO.Path.GetDirectoryName(path)!);
        return System.IO.Path.GetFullPath(reference.Replace('\\', '/'), folder)[1..];
    }

    private static string[] ReadLockFile(string lockFile)
    {
        using var json = JsonDocument.Parse(lockFile);
        return
        [
            .. json.RootElement.GetProperty("dependencies").EnumerateObject()
                .SelectMany(target => target.Value.EnumerateObject())
                .Where(dependency => dependency.Value.GetProperty("type").GetString() != "Project")
                .Select(dependency => dependency.Name)
                .Distinct(),
        ];
    }
}

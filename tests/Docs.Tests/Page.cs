using System.Text.RegularExpressions;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Docs.Tests;

/// <summary>A Markdown file of the repository.</summary>
internal sealed partial record Page(string Path, string Text)
{
    private static readonly string[] SkippedFolders = ["bin", "obj", "node_modules", "TestResults"];

    /// <summary>All Markdown files of the repository, by their path in it.</summary>
    internal static IReadOnlyList<Page> All { get; } =
        [.. Find(new DirectoryInfo(RepositoryFolder.Root)).Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>A page by its path from the root of the repository.</summary>
    internal static Page Read(string path) => new(path, File.ReadAllText(RepositoryFolder.PathOf(path)));

    /// <summary>The text without blocks of code.</summary>
    internal string Prose => CodeBlock().Replace(Text, "");

    /// <summary>The targets of the links and pictures that are not web addresses.</summary>
    internal IEnumerable<string> LocalLinks => LinksIn(Prose);

    /// <summary>The anchors that its headings have on GitHub.</summary>
    internal IReadOnlySet<string> Anchors => Heading().Matches(Prose)
        .Select(heading => NotInAnchor().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The file that a link of this page leads to, from the root of the repository.</summary>
    internal string Resolve(string link)
    {
        string folder = System.IO.Path.GetDirectoryName(RepositoryFolder.PathOf(Path))!;
        return System.IO.Path.GetRelativePath(RepositoryFolder.Root, System.IO.Path.GetFullPath(link, folder)).Replace('\\', '/');
    }

    internal static IEnumerable<string> LinksIn(string text) => Link().Matches(text)
        .Select(link => link.Groups["target"].Value)
        .Where(target => !target.Contains("://", StringComparison.Ordinal)
            && !target.StartsWith("mailto:", StringComparison.Ordinal));

    private static IEnumerable<string> Find(DirectoryInfo folder) => folder.EnumerateFiles("*.md")
        .Select(file => System.IO.Path.GetRelativePath(RepositoryFolder.Root, file.FullName).Replace('\\', '/'))
        .Concat(folder.EnumerateDirectories()
            .Where(inner => !SkippedFolders.Contains(inner.Name) && (!inner.Name.StartsWith('.') || inner.Name == ".github"))
            .SelectMany(Find));

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchor();
}

using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Pipelines.Tests.Oracle;

/// <summary>The pipelines in the folder <c>Corpus</c>, which the engine and Postgres are to compute alike.</summary>
internal static class Corpus
{
    private const string Folder = "tests/Pipelines.Tests/Corpus";

    /// <summary>The names of the files without the extension.</summary>
    internal static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(RepositoryFolder.PathOf(Folder), "*.sql")
            .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a pipeline.</summary>
    internal static string Read(string name) => File.ReadAllText(RepositoryFolder.PathOf($"{Folder}/{name}.sql"));
}

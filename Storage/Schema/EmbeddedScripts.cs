namespace PathwayOrleans.Storage.Schema;

/// <summary>The SQL files of this folder.</summary>
internal static class EmbeddedScripts
{
    private const string Extension = ".sql";

    /// <summary>The files by their names without the extension, in the order of these.</summary>
    internal static IReadOnlyList<(string Name, string Sql)> All { get; } = [.. Load()];

    /// <summary>Whether a file is applied once, and not whenever its text changes.</summary>
    internal static bool IsNumbered(string name) => char.IsAsciiDigit(name[0]);

    private static IEnumerable<(string Name, string Sql)> Load()
    {
        string prefix = $"{typeof(EmbeddedScripts).Namespace}.";
        foreach (string resource in typeof(EmbeddedScripts).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (resource.StartsWith(prefix, StringComparison.Ordinal) && resource.EndsWith(Extension, StringComparison.Ordinal))
            {
                using var reader = new StreamReader(typeof(EmbeddedScripts).Assembly.GetManifestResourceStream(resource)!);
                yield return (resource[prefix.Length..^Extension.Length], reader.ReadToEnd());
            }
        }
    }
}

namespace PathwayOrleans.Sources.Files;

/// <summary>A file to read.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Format">How its records are written.</param>
/// <param name="IsCompressed">Whether it is a gzip file.</param>
public sealed record InputFile(string Path, InputFormat Format, bool IsCompressed)
{
    private const string Gzip = ".gz";

    /// <summary>Derives format and compression from the name of a file.</summary>
    /// <param name="path">
    /// The file: <c>.ndjson</c>, <c>.jsonl</c>, <c>.json</c> or <c>.csv</c>, each optionally with <c>.gz</c>.
    /// </param>
    /// <param name="format">The format, whatever the name is; null to derive it.</param>
    /// <exception cref="InputFileException">The extension is unknown, and no format is given.</exception>
    public static InputFile Named(string path, InputFormat? format = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool isCompressed = path.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase);
        string name = isCompressed ? path[..^Gzip.Length] : path;
        return new InputFile(path, format ?? FormatOf(name, path), isCompressed);
    }

    private static InputFormat FormatOf(string name, string path) => System.IO.Path.GetExtension(name) switch
    {
        var extension when Is(extension, ".ndjson", ".jsonl", ".json") => InputFormat.Ndjson,
        var extension when Is(extension, ".csv") => InputFormat.Csv,
        var extension => throw new InputFileException(
            $"{path}: no format is known for the extension '{extension}'. Rename it to .ndjson, .jsonl, .json or .csv " +
            "(each optionally with .gz), or give --input-format ndjson|csv."),
    };

    private static bool Is(string extension, params ReadOnlySpan<string> known)
    {
        foreach (string one in known)
        {
            if (one.Equals(extension, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}

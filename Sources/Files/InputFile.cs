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
        return new InputFile(path, format ?? FormatOf(path) ?? throw Unknown(path), isCompressed);
    }

    /// <summary>The format that the name of a file says; null if its extension is unknown.</summary>
    public static InputFormat? FormatOf(string path) => ExtensionOf(path) switch
    {
        var extension when Is(extension, ".ndjson", ".jsonl", ".json") => InputFormat.Ndjson,
        var extension when Is(extension, ".csv") => InputFormat.Csv,
        _ => null,
    };

    /// <summary>Checks that the format is the one of the records that will be delivered.</summary>
    /// <exception cref="InputFileException">It is another one.</exception>
    public void Check(RecordDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        if (delivery.IsRaw && (Format == InputFormat.Csv) != (delivery.Csv is not null))
        {
            throw new InputFileException(delivery.Csv is null
                ? $"{Path} is CSV, but the source of the pipeline has ENCODE JSON. Write FORMAT PLAIN ENCODE CSV in the " +
                    "pipeline, or give it files of NDJSON, one JSON value in a line."
                : $"{Path} is NDJSON, but the source of the pipeline has ENCODE CSV. Give it files of CSV with a header " +
                    "(.csv), or write FORMAT PLAIN ENCODE JSON in the pipeline.");
        }
    }

    private static InputFileException Unknown(string path) => new(
        $"{path}: no format is known for the extension '{ExtensionOf(path)}'. Rename it to .ndjson, .jsonl, .json or .csv " +
        "(each optionally with .gz), or give --input-format ndjson|csv.");

    private static string ExtensionOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return System.IO.Path.GetExtension(
            path.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase) ? path[..^Gzip.Length] : path);
    }

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

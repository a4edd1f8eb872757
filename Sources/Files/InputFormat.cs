namespace PathwayOrleans.Sources.Files;

/// <summary>How records are written in a file.</summary>
public enum InputFormat
{
    /// <summary>A JSON object on each line.</summary>
    Ndjson,

    /// <summary>RFC 4180 with a header.</summary>
    Csv,
}

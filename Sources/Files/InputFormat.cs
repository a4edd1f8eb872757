namespace PathwayOrleans.Sources.Files;

/// <summary>The format of the records of a file.</summary>
public enum InputFormat
{
    /// <summary>A JSON object on each line.</summary>
    Ndjson,

    /// <summary>RFC 4180 with a header.</summary>
    Csv,
}

namespace PathwayOrleans.Pipelines.Runtime.Json;

/// <summary>How a <c>timestamptz</c> column is written in a record.</summary>
public enum TimeFormat
{
    /// <summary>
    /// ISO 8601 text with an offset, or a number of milliseconds since 1970 in the years 2001 to 2262; other numbers are errors.
    /// </summary>
    Any,

    /// <summary>A number, also as text, of seconds since 1970-01-01 00:00 UTC.</summary>
    EpochSeconds,

    /// <summary>A number, also as text, of milliseconds.</summary>
    EpochMillis,

    /// <summary>A number, also as text, of microseconds.</summary>
    EpochMicros,

    /// <summary>ISO 8601 text with an offset.</summary>
    Iso8601,
}

namespace PathwayOrleans.Storage.Reading.Definitions;

/// <summary>A column of a report.</summary>
/// <param name="Name">The name of the column in the database.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Value">The value of a row, of the type that the kind says; null without one.</param>
public sealed record ReportColumn(string Name, ReportColumnKind Kind, Func<object, object?> Value)
{
    /// <summary>What is displayed without a value.</summary>
    public string Nothing { get; init; } = "-";

    /// <summary>A column of rows of a type.</summary>
    public static ReportColumn Of<T>(string name, ReportColumnKind kind, Func<T, object?> value) =>
        new(name, kind, row => value((T)row));
}

/// <summary>What the values of a column are.</summary>
public enum ReportColumnKind
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A long.</summary>
    Number,

    /// <summary>A number that is an identifier, as a string of digits.</summary>
    Digits,

    /// <summary>A double.</summary>
    Value,

    /// <summary>A number of any precision, as a string.</summary>
    Numeric,

    /// <summary>A long: milliseconds since the epoch.</summary>
    EventTime,

    /// <summary>A time as a string: ISO 8601 in UTC.</summary>
    Timestamp,

    /// <summary>A DateTimeOffset.</summary>
    ClockTime,

    /// <summary>A long: a duration in milliseconds.</summary>
    Span,

    /// <summary>A bool.</summary>
    Flag,

    /// <summary>An array of bytes.</summary>
    Bytes,
}

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>Why a record counts in no view, or in one view not.</summary>
/// <param name="Reason">One of <see cref="RecordReasons"/>.</param>
/// <param name="Place">The column, the expression or the view; null for the record.</param>
/// <param name="Detail">More about it, for a person.</param>
internal readonly record struct RecordRejection(string Reason, string? Place, string Detail)
{
    /// <summary>The rejection of a record that would advance the watermark too far.</summary>
    internal static RecordRejection Future { get; } = new(
        RecordReasons.Future, null, "the event time is too far ahead of the time at which the record was stored");

    /// <summary>The place and the detail, for <c>dead_letters.detail</c>.</summary>
    public override string ToString() => Place is null ? Detail : $"{Place}: {Detail}";
}

/// <summary>The stable, documented reasons of dead letters.</summary>
internal static class RecordReasons
{
    /// <summary>The record has no bytes (a tombstone).</summary>
    internal const string Empty = "empty";

    /// <summary>The record has more bytes than the limit.</summary>
    internal const string TooLarge = "too_large";

    /// <summary>The record is not one JSON value in UTF-8.</summary>
    internal const string InvalidJson = "invalid_json";

    /// <summary>The record is not one record of CSV in UTF-8, or has another number of fields.</summary>
    internal const string InvalidCsv = "invalid_csv";

    /// <summary>A column that must have a value has none.</summary>
    internal const string Missing = "missing";

    /// <summary>A value is not one of its column's type, or out of the range of keys or event times.</summary>
    internal const string Invalid = "invalid";

    /// <summary>An expression of the pipeline has no value for the record.</summary>
    internal const string EvaluationFailed = "evaluation_failed";

    /// <summary>The event time is too far ahead of the time at which the source stored the record.</summary>
    internal const string Future = "future";

    /// <summary>A window that the event belongs to is closed. The event counts in all other views.</summary>
    internal const string Late = "late";
}

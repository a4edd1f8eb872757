using PathwayOrleans.Pipelines.Runtime.Json;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>What is read.</summary>
/// <param name="Name">The name of the source.</param>
/// <param name="Columns">Its columns: those of messages, those of the broker, and those that are computed from them.</param>
/// <param name="Watermark">Its event time; null for the broker's timestamp and five seconds.</param>
/// <param name="Options">The connector and its settings, as far as the pipeline says them.</param>
/// <param name="Csv">How its records of CSV are written; null if they are JSON.</param>
internal sealed record SourceDefinition(
    string Name,
    IReadOnlyList<SourceColumn> Columns,
    WatermarkDefinition? Watermark,
    IReadOnlyDictionary<string, string> Options,
    CsvDefinition? Csv)
{
    // Of the broker's timestamp.
    private const long DefaultDelayMicroseconds = 5_000_000;

    /// <summary>The encoding of its messages.</summary>
    internal MessageEncoding Encoding => Csv is null ? MessageEncoding.Json : MessageEncoding.Csv;

    /// <summary>How far the watermark stays behind the highest event time, in milliseconds, rounded up.</summary>
    internal long WatermarkDelay
    {
        get
        {
            long delay = Watermark?.DelayMicroseconds ?? DefaultDelayMicroseconds;
            return (delay / 1000) + (delay % 1000 > 0 ? 1 : 0);
        }
    }
}

/// <summary>The encodings of messages.</summary>
internal enum MessageEncoding
{
    Json,
    Csv,
}

/// <summary>The event time.</summary>
/// <param name="Column">Its column.</param>
/// <param name="DelayMicroseconds">How far the watermark stays behind the highest value.</param>
internal sealed record WatermarkDefinition(SourceColumn Column, long DelayMicroseconds);

/// <summary>A column of a source.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Origin">Where its values come from.</param>
internal sealed record SourceColumn(string Name, SqlType Type, ColumnOrigin Origin);

/// <summary>Where the values of a column come from.</summary>
internal abstract record ColumnOrigin;

/// <summary>A member of the message, or a field of the name of the column.</summary>
/// <param name="Path">Where in the message it is; null for the field of the column's name.</param>
/// <param name="IsRequired">Whether a message without it is a dead letter.</param>
/// <param name="Default">The value if it is absent; null for NULL.</param>
/// <param name="IsNullOnError">Whether what cannot be read is NULL instead of a dead letter.</param>
/// <param name="TimeFormat">How a time is written; null for all forms that can be told apart.</param>
internal sealed record MessageOrigin(
    JsonPath? Path, bool IsRequired, BoundExpression? Default, bool IsNullOnError, TimeFormat? TimeFormat) : ColumnOrigin;

/// <summary>How a time is written in a message.</summary>
internal enum TimeFormat
{
    EpochSeconds,
    EpochMilliseconds,
    EpochMicroseconds,
    Iso8601,
}

/// <summary>What the broker knows about the message.</summary>
internal sealed record BrokerOrigin(BrokerField Field, string? Header) : ColumnOrigin;

/// <summary>What a broker knows about a message.</summary>
internal enum BrokerField
{
    Timestamp,
    Partition,
    Offset,
    Key,
    Header,
}

/// <summary>An expression of the other columns.</summary>
internal sealed record ComputedOrigin(BoundExpression Expression) : ColumnOrigin;

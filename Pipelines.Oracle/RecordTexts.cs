using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.Runtime.Text;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Oracle;

/// <summary>Reads the columns of records as texts that Postgres casts. Not thread-safe.</summary>
internal sealed class RecordTexts
{
    private readonly RecordReader _reader;
    private readonly (SqlType Type, int Slot)[] _columns;

    /// <param name="pipeline">The pipeline.</param>
    /// <param name="columns">The columns, which the pipeline needs.</param>
    internal RecordTexts(CompiledPipeline pipeline, IEnumerable<SourceColumn> columns)
    {
        _reader = new RecordReader(pipeline, EventRules.Default);
        _columns = [.. columns.Select(column => (column.Type, pipeline.Columns[column]))];
    }

    /// <summary>Reads a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="texts">A text for each column; null for NULL.</param>
    /// <returns>Why the record cannot be read; null if it can. Whether an expression fails for it is left to Postgres.</returns>
    internal string? Read(in LoggedRecord record, string?[] texts)
    {
        var metadata = new RecordMetadata
        {
            Timestamp = record.Timestamp,
            Partition = record.Partition,
            Offset = record.Offset,
            HasKey = record.Key is not null,
            Key = record.Key,
        };
        if (!_reader.TryRead(record.Value, metadata, out RecordRejection rejection)
            && rejection.Reason != RecordReasons.EvaluationFailed)
        {
            return rejection.Reason;
        }

        for (int i = 0; i < _columns.Length; i++)
        {
            texts[i] = _reader.Row.HasValue(_columns[i].Slot) ? ValueText.Of(ValueOf(_columns[i])) : null;
        }

        return null;
    }

    private object ValueOf((SqlType Type, int Slot) column) => column.Type switch
    {
        SqlType.Boolean => _reader.Row.Read<bool>(column.Slot),
        SqlType.Integer => _reader.Row.Read<int>(column.Slot),
        SqlType.BigInt => _reader.Row.Read<long>(column.Slot),
        SqlType.Real => _reader.Row.Read<float>(column.Slot),
        SqlType.Double => _reader.Row.Read<double>(column.Slot),
        SqlType.Numeric => _reader.Row.Read<decimal>(column.Slot),
        SqlType.Text => _reader.Row.Read<string>(column.Slot),
        SqlType.TimestampTz => _reader.Row.Read<Timestamptz>(column.Slot),
        SqlType.Date => _reader.Row.Read<Date>(column.Slot),
        SqlType.Uuid => _reader.Row.Read<Guid>(column.Slot),
        _ => throw new InvalidOperationException($"A column has no values of {column.Type.Name()}."),
    };
}

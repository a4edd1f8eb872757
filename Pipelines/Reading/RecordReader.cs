using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime;
using PathwayOrleans.Pipelines.Runtime.Json;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>
/// Reads records of a pipeline's source into a row, which is reused: one pass over the bytes finds the values that key, event
/// time and views need. It allocates nothing for numbers, times, and texts and keys that it knows. Not thread-safe.
/// </summary>
internal sealed class RecordReader
{
    private readonly CompiledPipeline _pipeline;
    private readonly ColumnReader[] _columns;
    private readonly BrokerColumns _brokerColumns;
    private readonly EventTimes _times;
    private readonly KeyPool _keys;
    private readonly RecordDecoder _decoder;
    private readonly JsonRange[] _ranges;

    /// <param name="pipeline">The pipeline.</param>
    /// <param name="rules">The configured limits of event times.</param>
    /// <param name="largestRecord">The limit of a record in bytes.</param>
    internal RecordReader(
        CompiledPipeline pipeline, EventRules rules, int largestRecord = JsonExtractor.DefaultLargestRecord)
    {
        var texts = new TextPool();
        _pipeline = pipeline;
        _columns = ColumnReaders.Of(pipeline, texts);
        _brokerColumns = new BrokerColumns(pipeline, texts);
        _times = new EventTimes(pipeline, rules);
        _keys = new KeyPool(pipeline, _columns);
        _decoder = RecordDecoder.Of(
            pipeline.Definition.Source, [.. _columns.Select(column => column.Column)], largestRecord);
        _ranges = new JsonRange[_columns.Length];
        Row = new Row(pipeline.SlotCount);
    }

    /// <summary>The row of the last record that was read; the next one replaces it.</summary>
    internal Row Row { get; }

    /// <summary>Reads a record into <see cref="Row"/>.</summary>
    /// <param name="record">Its bytes; empty for a tombstone.</param>
    /// <param name="metadata">What the broker knows about it.</param>
    /// <param name="rejection">Why it is rejected.</param>
    /// <returns>False if it is rejected and counts in no view.</returns>
    internal bool TryRead(ReadOnlySpan<byte> record, in RecordMetadata metadata, out RecordRejection rejection)
    {
        Row.Clear();
        if (record.IsEmpty)
        {
            rejection = new RecordRejection(RecordReasons.Empty, null, "the record has no bytes");
            return false;
        }

        if (!_decoder.TryDecode(record, metadata, _ranges, out ReadOnlySpan<byte> text, out rejection))
        {
            return false;
        }

        try
        {
            return TryReadColumns(text, out rejection)
                && _brokerColumns.TryRead(metadata, Row, out rejection)
                && TryCompute(metadata, out rejection);
        }
        catch (EvaluationException e)
        {
            rejection = new RecordRejection(RecordReasons.EvaluationFailed, Row.Evaluating, e.Message);
            return false;
        }
    }

    private bool TryReadColumns(ReadOnlySpan<byte> text, out RecordRejection rejection)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            if (!_columns[i].TryRead(text, _ranges[i], Row, out rejection))
            {
                return false;
            }
        }

        rejection = default;
        return true;
    }

    private bool TryCompute(in RecordMetadata metadata, out RecordRejection rejection)
    {
        foreach (SlotExpression computed in _pipeline.Computed)
        {
            Row.Evaluating = computed.Text;
            computed.Evaluate(Row);
        }

        int[] keySlots = _pipeline.KeySlots;
        for (int i = 0; i < keySlots.Length; i++)
        {
            if (!Row.HasValue(keySlots[i]))
            {
                rejection = new RecordRejection(
                    RecordReasons.Missing, _pipeline.Definition.KeyColumns[i].Name, "the key column is NULL");
                return false;
            }
        }

        Row.Key = _keys.Get(Row, out rejection);
        if (Row.Key is null || !_times.TryRead(Row, metadata, out rejection))
        {
            return false;
        }

        _pipeline.Evaluate(Row);
        return true;
    }
}

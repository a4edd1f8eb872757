using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Engine.Counting;

/// <summary>What one thread reads records and encodes states with. Not thread-safe.</summary>
internal sealed class RecordLane
{
    private static readonly Position HighestOffset = Position.FromOffset(long.MaxValue);

    private readonly RecordReader _reader;
    private readonly EventColumns? _events;

    // The record whose row the reader has.
    private CountedRecord _read;
    private bool _hasRead;

    /// <param name="pipeline">The pipeline.</param>
    /// <param name="rules">The limits of event times.</param>
    /// <param name="readsEvents">Whether readers parse the events.</param>
    internal RecordLane(CompiledPipeline pipeline, EventRules rules, bool readsEvents)
    {
        _reader = new RecordReader(pipeline, rules);
        _events = readsEvents ? new EventColumns(pipeline) : null;
    }

    internal KeyStateCodec Codec { get; } = new();

    internal Row Row => _reader.Row;

    internal bool TryRead(in CountedRecord record, out RecordRejection rejection)
    {
        _hasRead = record.Content is { } content
            ? TryRead(record, content, out rejection)
            : _events!.TryFill(Row, record.Event, out rejection);
        _read = record;
        return _hasRead;
    }

    // A record that waited for its key, or was read by another thread, is read again.
    internal Row RowOf(in CountedRecord record)
    {
        bool isSame = _hasRead && _read.Position == record.Position && ReferenceEquals(_read.Content, record.Content)
            && ReferenceEquals(_read.Partition, record.Partition);
        if (!isSame && !TryRead(record, out RecordRejection rejection))
        {
            throw new InvalidOperationException($"The record was read before, and is rejected now: {rejection}");
        }

        return Row;
    }

    private bool TryRead(in CountedRecord record, RecordContent content, out RecordRejection rejection)
    {
        var metadata = new RecordMetadata
        {
            Timestamp = content.Timestamp,
            Partition = record.Partition.Partition,
            Offset = record.Position <= HighestOffset ? record.Position.ToOffset() : null,
            HasKey = content.HasKey,
            Key = content.Key.Span,
            Headers = content.Headers.Count > 0 ? new ContentHeaders(content) : null,
            Fields = content.Fields,
        };
        return _reader.TryRead(content.Bytes.Span, metadata, out rejection);
    }

    private sealed class ContentHeaders(RecordContent content) : IRecordHeaders
    {
        public byte[]? Find(string name) => content.FindHeader(name);
    }
}

using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;

namespace PathwayOrleans.Testing.Pipelines;

/// <summary>What the built-in pipeline makes of the bytes of a record. Not thread-safe.</summary>
public sealed class BuiltInRecords
{
    private readonly RecordReader _reader = new(CompiledPipeline.Compile(BuiltInPipeline.Definition), EventRules.Default);

    /// <summary>Why a record is rejected, as in <c>dead_letters.reason</c>; null if it is counted.</summary>
    /// <param name="record">Its bytes; null for a tombstone.</param>
    /// <param name="timestamp">The timestamp of the broker, milliseconds since the epoch.</param>
    public string? ReasonOf(byte[]? record, long? timestamp) =>
        _reader.TryRead(record, new RecordMetadata { Timestamp = timestamp }, out RecordRejection rejection)
            ? null
            : rejection.Reason;
}

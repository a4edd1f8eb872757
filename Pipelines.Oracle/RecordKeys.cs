using System.Text;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Reading;

namespace PathwayOrleans.Pipelines.Oracle;

/// <summary>Finds the keys of a pipeline in records, as keys of messages. Not thread-safe.</summary>
public sealed class RecordKeys
{
    private readonly RecordReader? _reader;
    private readonly TimeProvider _time;

    /// <param name="pipeline">The pipeline.</param>
    /// <param name="time">The clock; a record without an event time of its own has the present time.</param>
    public RecordKeys(VerifiedPipeline pipeline, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        _time = time;
        bool isInMessage = pipeline.Compiled.Definition.KeyColumns.All(key => key.Origin is not BrokerOrigin);
        _reader = isInMessage ? new RecordReader(pipeline.Compiled, EventRules.Default) : null;
    }

    /// <summary>
    /// The text that identifies the key of a record: of one column its text, of several a JSON array. Null if the record has no
    /// key, or the key is not in the message.
    /// </summary>
    public byte[]? KeyOf(ReadOnlySpan<byte> record)
    {
        if (_reader is null)
        {
            return null;
        }

        _reader.TryRead(record, new RecordMetadata { Timestamp = _time.GetUtcNow().ToUnixTimeMilliseconds() }, out _);
        return _reader.Row.Key is { } key ? Encoding.UTF8.GetBytes(key.Text) : null;
    }
}

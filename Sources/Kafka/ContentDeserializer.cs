using Confluent.Kafka;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// Copies keys and values from librdkafka's buffers into a content, which each message replaces. Called on the consuming thread.
/// </summary>
/// <param name="headers">The names of the headers that are needed.</param>
internal sealed class ContentDeserializer(IReadOnlyList<string> headers) : IDeserializer<ParsedMessage>, IDeserializer<Ignore>
{
    private readonly RecordContent _content = new();

    public ParsedMessage Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        _content.Copy(data);
        return default;
    }

    Ignore IDeserializer<Ignore>.Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        _content.CopyKey(data, isNull);
        return null!;
    }

    /// <summary>The record of the last message.</summary>
    internal SourceRecord ToRecord(int partition, long offset, long? brokerTime, Headers? found)
    {
        _content.Timestamp = brokerTime;
        if (headers.Count > 0)
        {
            _content.Headers =
            [
                .. headers.Select(name => KeyValuePair.Create(
                    name, found is not null && found.TryGetLastBytes(name, out byte[] value) ? value : null)),
            ];
        }

        return new SourceRecord(
            partition,
            Position.FromOffset(offset),
            default,
            RejectionReason.None,
            null,
            EventLimits.IsPlausible(brokerTime) ? brokerTime : null)
        {
            Content = _content,
        };
    }
}

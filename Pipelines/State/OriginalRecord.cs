using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Pipelines.State;

/// <summary>What a record was read from, for its dead letter: its bytes, or the event that a reader has parsed.</summary>
internal readonly ref struct OriginalRecord
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly UserEvent _event;

    internal OriginalRecord(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    internal OriginalRecord(in UserEvent parsed) => _event = parsed;

    public static implicit operator OriginalRecord(ReadOnlySpan<byte> bytes) => new(bytes);

    /// <summary>Its bytes; of an event, as a producer would write it.</summary>
    internal byte[] ToArray() => _event.UserId is null ? _bytes.ToArray() : EventJson.Encode(_event);
}

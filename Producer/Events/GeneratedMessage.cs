using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Producer.Events;

/// <summary>One message of a load, as bytes and as what they mean.</summary>
/// <param name="Key">The user's id; valid until the next message is generated.</param>
/// <param name="Value">The payload, null for a tombstone; valid until the next message is generated.</param>
/// <param name="Meaning">What a reader is to make of it.</param>
public readonly record struct GeneratedMessage(byte[] Key, byte[]? Value, MessageMeaning Meaning);

/// <summary>What a reader is to make of a message.</summary>
/// <param name="Rejection">Why it is no event; <see cref="RejectionReason.None"/> for events.</param>
/// <param name="User">The user's number.</param>
/// <param name="Quarters">The event's value times 4: whole numbers add up exactly.</param>
/// <param name="Time">The event's time, milliseconds since the epoch.</param>
public readonly record struct MessageMeaning(RejectionReason Rejection, int User, int Quarters, long Time);

namespace PathwayOrleans.Producer.Events;

/// <summary>One message of a load: its bytes and its meaning.</summary>
/// <param name="Key">The user's id; valid until the next message is generated.</param>
/// <param name="Value">The payload, null for a tombstone; valid until the next message is generated.</param>
/// <param name="Meaning">How a reader must interpret it.</param>
public readonly record struct GeneratedMessage(byte[] Key, byte[]? Value, MessageMeaning Meaning);

/// <summary>How a reader must interpret a message.</summary>
/// <param name="Rejection">The reason of its dead letter; null for valid events.</param>
/// <param name="User">The user's number.</param>
/// <param name="Quarters">The event's value times 4, because sums of whole numbers are exact.</param>
/// <param name="Time">The event's time, milliseconds since the epoch.</param>
public readonly record struct MessageMeaning(string? Rejection, int User, int Quarters, long Time);

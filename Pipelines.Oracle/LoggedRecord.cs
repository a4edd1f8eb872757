namespace PathwayOrleans.Pipelines.Oracle;

/// <summary>A record of the log of a source.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset in the partition.</param>
/// <param name="Timestamp">When the broker stored it, milliseconds since the epoch.</param>
/// <param name="Key">Its key; null without one.</param>
/// <param name="Value">Its bytes; null or empty for a tombstone.</param>
public readonly record struct LoggedRecord(int Partition, long Offset, long Timestamp, byte[]? Key, byte[]? Value);

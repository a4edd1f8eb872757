using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Storage.Reading;

/// <summary>A row of <c>dead_letters</c>, its payload cut to what a person looks at.</summary>
/// <param name="Source">The source it came from.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Position">Its position there.</param>
/// <param name="Reason">Why it was not counted.</param>
/// <param name="RecordedAt">When it was recorded, by the database's clock.</param>
/// <param name="Raw">At most the first <see cref="MaxRawBytes"/> bytes of the payload; null where there was none.</param>
/// <param name="Length">The payload's whole length, bytes; null where there was none.</param>
public sealed record StoredDeadLetter(
    string Source, int Partition, Position Position, string Reason, DateTimeOffset RecordedAt, byte[]? Raw, int? Length)
{
    /// <summary>How much of a payload is read.</summary>
    public const int MaxRawBytes = 1000;

    /// <summary>For which windows the event came too late; null where it was not counted at all.</summary>
    public IReadOnlyList<string>? Windows { get; init; }
}

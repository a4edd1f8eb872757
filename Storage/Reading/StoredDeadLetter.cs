using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Storage.Reading;

/// <summary>A row of <c>dead_letters</c> with a truncated payload, for display.</summary>
/// <param name="Source">Its source.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Position">Its position in that partition.</param>
/// <param name="Reason">The reason.</param>
/// <param name="RecordedAt">When it was recorded, by the database's clock.</param>
/// <param name="Raw">At most the first <see cref="MaxRawBytes"/> bytes of the payload; null if there was none.</param>
/// <param name="Length">The length of the whole payload in bytes; null if there was none.</param>
public sealed record StoredDeadLetter(
    string Source, int Partition, Position Position, string Reason, DateTimeOffset RecordedAt, byte[]? Raw, int? Length)
{
    /// <summary>The maximum number of bytes read of a payload.</summary>
    public const int MaxRawBytes = 1000;

    /// <summary>
    /// The windows, or views of a pipeline, for which the event was late; null if the record was not counted at all.
    /// </summary>
    public IReadOnlyList<string>? Windows { get; init; }

    /// <summary>What is wrong, for a person; null if the reason says it all.</summary>
    public string? Detail { get; init; }
}

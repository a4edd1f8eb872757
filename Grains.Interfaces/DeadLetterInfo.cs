namespace PathwayOrleans.Grains.Interfaces;

/// <summary>A record that could not be counted.</summary>
/// <param name="Source">The source it came from.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Position">Its position in the partition, as decimal digits.</param>
/// <param name="Reason">The reason, with the spelling of <c>dead_letters.reason</c>.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Raw">The first 1,000 bytes, at most, of the unchanged payload; null if there was none.</param>
/// <param name="Length">The length of the whole payload in bytes; null if there was none.</param>
[GenerateSerializer, Immutable]
[Alias("pathway.dead-letter")]
public sealed record DeadLetterInfo(
    [property: Id(0)] string Source,
    [property: Id(1)] int Partition,
    [property: Id(2)] string Position,
    [property: Id(3)] string Reason,
    [property: Id(4)] DateTimeOffset RecordedAt,
    [property: Id(5)] byte[]? Raw,
    [property: Id(6)] int? Length);

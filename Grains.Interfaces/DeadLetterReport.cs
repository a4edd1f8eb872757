namespace PathwayOrleans.Grains.Interfaces;

/// <summary>A record that could not be counted.</summary>
/// <param name="Source">The source it came from.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Position">Its position there, decimal digits.</param>
/// <param name="Reason">Why, as <c>dead_letters.reason</c> spells it.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Raw">At most the first 1,000 bytes of the payload as it came; null where there was none.</param>
/// <param name="Length">The payload's whole length, bytes; null where there was none.</param>
[GenerateSerializer, Immutable]
[Alias("pathway.dead-letter")]
public sealed record DeadLetterReport(
    [property: Id(0)] string Source,
    [property: Id(1)] int Partition,
    [property: Id(2)] string Position,
    [property: Id(3)] string Reason,
    [property: Id(4)] DateTimeOffset RecordedAt,
    [property: Id(5)] byte[]? Raw,
    [property: Id(6)] int? Length);

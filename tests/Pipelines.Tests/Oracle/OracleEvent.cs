namespace PathwayOrleans.Pipelines.Tests.Oracle;

/// <summary>A record of a source.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Position">Its position in the partition.</param>
/// <param name="Stored">When the broker stored it, milliseconds since the epoch.</param>
/// <param name="Key">Its key, if it has one.</param>
/// <param name="Header">The value of each header that the source asks for.</param>
/// <param name="Values">
/// The values of the columns that are read from the message, as Postgres writes them; null for a member that is absent.
/// </param>
internal sealed record OracleEvent(
    int Partition,
    long Position,
    long Stored,
    string? Key,
    string? Header,
    IReadOnlyDictionary<string, string?> Values);

using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Storage.Reading;

/// <summary>The checkpoint of a partition as it is stored.</summary>
/// <param name="Progress">The position and the watermark there.</param>
/// <param name="Age">
/// The time since it was written, by the database's clock. If the partition had no record since, its watermark may follow the
/// clock by that time.
/// </param>
public readonly record struct StoredCheckpoint(Checkpoint Progress, TimeSpan Age);

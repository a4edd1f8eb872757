namespace PathwayOrleans.Sources;

/// <summary>A range of the source's own timestamps.</summary>
/// <param name="From">The first millisecond since the epoch of the range; null for the start of the log.</param>
/// <param name="To">The first millisecond after the range; null for the end of the log as of the call.</param>
public readonly record struct TimeRange(long? From, long? To);

namespace PathwayOrleans.Aggregation;

/// <summary>A partition's progress: everything below a position is processed, with the watermark at that point.</summary>
/// <param name="Next">The first position that is not processed.</param>
/// <param name="Clock">The partition's watermark tracker before the event at that position.</param>
public readonly record struct Checkpoint(Position Next, WatermarkTracker Clock);

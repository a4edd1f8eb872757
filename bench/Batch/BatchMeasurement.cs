namespace PathwayOrleans.Bench.Batch;

/// <summary>One run of the <c>batch</c> command.</summary>
/// <param name="EventsPerSecond">From the first byte read until the last event durable.</param>
/// <param name="PeakBytes">Highest resident memory of the process.</param>
internal sealed record BatchMeasurement(double EventsPerSecond, long PeakBytes);

namespace PathwayOrleans.Bench.Batch;

/// <summary>The result of one run of the <c>batch</c> command.</summary>
/// <param name="EventsPerSecond">From the first byte read until the last event durable.</param>
/// <param name="PeakBytes">The highest resident memory of the process.</param>
internal sealed record BatchMeasurement(double EventsPerSecond, long PeakBytes)
{
    public override string ToString() => Statistics.Text($"{EventsPerSecond:n0}/s, {PeakBytes >> 20} MB");
}

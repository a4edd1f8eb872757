namespace PathwayOrleans.Bench;

/// <summary>The result of one run.</summary>
/// <param name="EventsPerSecond">From the first event read until the last one durable.</param>
/// <param name="PeakBytes">The highest resident memory of the process.</param>
/// <param name="Connections">The number of its database connections.</param>
/// <param name="AllocatedBytesPerEvent">
/// The managed memory that it allocated in that time, per event; null if it does not say.
/// </param>
internal sealed record Measurement(double EventsPerSecond, long PeakBytes, int Connections, double? AllocatedBytesPerEvent = null)
{
    public override string ToString() => Statistics.Text($"{EventsPerSecond:n0}/s, {PeakBytes >> 20} MB");
}

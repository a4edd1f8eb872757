namespace PathwayOrleans.Bench;

/// <summary>One run of one contestant.</summary>
/// <param name="EventsPerSecond">From the first event read until the last one durable.</param>
/// <param name="PeakBytes">Highest resident memory of the process.</param>
/// <param name="Connections">Database connections it held.</param>
internal sealed record Measurement(double EventsPerSecond, long PeakBytes, int Connections);

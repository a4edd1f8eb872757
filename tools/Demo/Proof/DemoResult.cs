using System.Text.Json;
using System.Text.Json.Serialization;
using PathwayOrleans.Demo.Faults;

namespace PathwayOrleans.Demo.Proof;

/// <summary>The demo's last line with <c>--json</c>. Names, order and values are public.</summary>
/// <param name="Engine">The engine of the workers: <c>standalone</c>, <c>cluster</c> (silos) or <c>both</c>.</param>
/// <param name="Produced">Valid events that the broker acknowledged.</param>
/// <param name="Applied">Events counted for this run's users.</param>
/// <param name="Lost">Events missing from their users' counts.</param>
/// <param name="Duplicated">Surplus events in their users' counts.</param>
/// <param name="DeadLetters">Dead letters of this run's records, except late events and events from the future.</param>
/// <param name="Users">Users with at least one event.</param>
/// <param name="Workers">Number of worker processes.</param>
/// <param name="Kills">Workers killed.</param>
/// <param name="DatabaseConnections">The highest number of database connections of the workers.</param>
/// <param name="Seconds">From the first event produced until the last one durable.</param>
/// <param name="EventsPerSecond">Applied events per second of that time.</param>
/// <param name="WindowRows">Rows of the demo's windows; like the following values null without <c>--windows</c>.</param>
/// <param name="WindowMismatches">Window rows, late events and events from the future that differ from the oracle.</param>
/// <param name="Late">Events that were too late for a window: counted, and also dead letters.</param>
/// <param name="Future">Events from the future: dead letters, not counted.</param>
/// <param name="Faults">How the workers behaved under faults; null without <c>--measure</c>.</param>
internal sealed record DemoResult(
    string Engine,
    long Produced,
    long Applied,
    long Lost,
    long Duplicated,
    int DeadLetters,
    int Users,
    int Workers,
    int Kills,
    int DatabaseConnections,
    double Seconds,
    long EventsPerSecond,
    int? WindowRows = null,
    int? WindowMismatches = null,
    int? Late = null,
    int? Future = null,
    FaultResult? Faults = null)
{
    private static readonly JsonSerializerOptions Json = new(
        JsonSerializerOptions.Web)
    { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    internal string ToJson() => JsonSerializer.Serialize(this, Json);
}

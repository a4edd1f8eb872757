using System.Text.Json;
using System.Text.Json.Serialization;

namespace PathwayOrleans.Cli.Demo.Proof;

/// <summary>The demo's last line with <c>--json</c>; names and order are public.</summary>
/// <param name="Engine">What the workers ran.</param>
/// <param name="Produced">Valid events that the broker acknowledged.</param>
/// <param name="Applied">Events counted for this run's users.</param>
/// <param name="Lost">Events missing from their users' counts.</param>
/// <param name="Duplicated">Events too many in their users' counts.</param>
/// <param name="DeadLetters">Dead letters of this run's records, without those due to event time.</param>
/// <param name="Users">Users who got an event.</param>
/// <param name="Workers">Worker processes at a time.</param>
/// <param name="Kills">Workers killed.</param>
/// <param name="DatabaseConnections">Most connections of workers that the database had at any moment.</param>
/// <param name="Seconds">From the first event produced until the last one durable.</param>
/// <param name="EventsPerSecond">Applied events per such second.</param>
/// <param name="WindowRows">Rows of the demo's windows; null, as the following, where it kept none.</param>
/// <param name="WindowMismatches">Window rows, and late and future events, that are not what the oracle expects.</param>
/// <param name="Late">Events that were too late for a window: counted, and dead letters besides.</param>
/// <param name="Future">Events from the future: dead letters, and not counted.</param>
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
    int? Future = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    internal string ToJson() => JsonSerializer.Serialize(this, Json);
}

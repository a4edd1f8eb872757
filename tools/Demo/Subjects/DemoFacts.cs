using PathwayOrleans.Demo.Faults;

namespace PathwayOrleans.Demo.Subjects;

/// <summary>What is known about a demo when everything is durable.</summary>
/// <param name="Engine">The engine's name in the result.</param>
/// <param name="Source">The name of the source.</param>
/// <param name="Workers">The number of worker processes.</param>
/// <param name="Kills">Workers killed.</param>
/// <param name="DatabaseConnections">The highest number of database connections of the workers.</param>
/// <param name="Duration">From the first message produced until the last one durable.</param>
/// <param name="Faults">How the workers behaved under faults; null if it was not measured.</param>
internal sealed record DemoFacts(
    string Engine, string Source, int Workers, int Kills, int DatabaseConnections, TimeSpan Duration, FaultResult? Faults)
{
    internal double Seconds => Math.Round(Duration.TotalSeconds, 3);

    internal long PerSecond(long records) => Duration > TimeSpan.Zero ? (long)(records / Duration.TotalSeconds) : 0;
}

using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Bench;

/// <summary>The allowed ranges of the options that measurements have in common.</summary>
internal static class BenchRange
{
    /// <exception cref="CommandFailedException">An option is out of range.</exception>
    internal static void Require(long events, int users, int rounds)
    {
        NumberRange.Require(events is >= 1_000 and <= 1_000_000_000, "--events", events, "between 1000 and 1000000000");
        NumberRange.Require(users >= 1 && users <= events, "--users", users, $"between 1 and the number of events ({events})");
        NumberRange.Require(rounds is >= 1 and <= 100, "--rounds", rounds, "between 1 and 100");
    }
}

using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Silo.Tests.Processes.Harness;

/// <summary>Assertions on what a silo has logged.</summary>
internal static class SiloOutput
{
    // Some lines are logged for each partition each time that it moves; none for each user or call.
    private const int MaxLinesOfKind = 50;

    /// <summary>Asserts that the silo closed these partitions before it ended.</summary>
    internal static void AssertHandedOver(this SiloProcess silo, IEnumerable<int> partitions) => Assert.All(
        partitions, number => Assert.Contains(
            FormattableString.Invariant($"Partition {number}: closed; "), silo.Process.OutputTail, StringComparison.Ordinal));

    /// <summary>Asserts that a fault was not logged for each user or call.</summary>
    internal static void AssertFewLines(this SiloProcess silo)
    {
        Assert.NotEmpty(silo.Logged.Lines);
        Assert.DoesNotContain(silo.Logged.Lines, kind => kind.Value > MaxLinesOfKind);
    }
}

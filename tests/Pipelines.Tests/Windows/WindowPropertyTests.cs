using FsCheck;
using FsCheck.Fluent;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Tests.Windows.Runs;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Pipelines.Tests.Windows;

/// <summary>
/// With any events in any order, any redelivery, crashes, grouping into commits, failed commits, steps of idle partitions, and
/// states that keep very few windows, the durable tables at the end equal the oracle's result for the log.
/// </summary>
[Trait("Tier", "Slow")]
public sealed class WindowPropertyTests
{
    private const int Cases = 2_000;

    [Fact]
    public void Windows_of_users_in_one_partition_equal_the_oracle() =>
        Always.Holds(
            WindowCases.OfUsersInOnePartition, @case => @case.Smaller(), @case => AssertAsOracle(@case, new Coverage()), Cases);

    [Fact]
    public void Windows_of_users_in_several_partitions_equal_the_oracle() =>
        Always.Holds(
            WindowCases.OfUsersInSeveralPartitions,
            @case => @case.Smaller(),
            @case => AssertAsOracle(@case, new Coverage()),
            Cases);

    [Fact]
    public void Sessions_of_users_in_several_partitions_equal_the_oracle_for_the_same_event_order() =>
        Always.Holds(WindowCases.OfSessionsInSeveralPartitions, @case => @case.Smaller(), @case =>
        {
            EventWindows windows = EventWindows.Of(@case.Definitions);
            WindowDatabase database = WindowRun.Play(@case, windows, new Coverage());
            AssertSame(WindowRun.ExpectAsApplied(@case, database), windows, database);
        }, Cases);

    [Fact]
    public void Generated_cases_cover_all_situations()
    {
        const int seed = 17;
        var one = new Coverage();
        var several = new Coverage();
        foreach (WindowCase @case in WindowCases.OfUsersInOnePartition.Sample(400, new Rnd(seed), 50))
        {
            AssertAsOracle(@case, one);
        }

        foreach (WindowCase @case in WindowCases.OfUsersInSeveralPartitions.Sample(400, new Rnd(seed), 50))
        {
            AssertAsOracle(@case, several);
        }

        Assert.All([one, several], coverage => Assert.Multiple(
            () => Assert.InRange(coverage.Applied, 10_000, int.MaxValue),
            () => Assert.InRange(coverage.Skipped, 1_000, int.MaxValue),
            () => Assert.InRange(coverage.Late, 1_000, int.MaxValue),
            () => Assert.InRange(coverage.Future, 1_000, int.MaxValue),
            () => Assert.InRange(coverage.Evicted, 1_000, int.MaxValue),
            () => Assert.InRange(coverage.RecalledRows, 300, int.MaxValue),
            () => Assert.InRange(coverage.TakenBack, 100, int.MaxValue),
            () => Assert.InRange(coverage.Crashes, 100, int.MaxValue),
            () => Assert.InRange(coverage.Steps, 50, int.MaxValue),
            () => Assert.InRange(coverage.LostSteps, 10, int.MaxValue),
            () => Assert.InRange(coverage.Restored, 300, int.MaxValue)));
        Assert.InRange(one.Gone, 50, int.MaxValue);
    }

    private static void AssertAsOracle(WindowCase @case, Coverage coverage)
    {
        EventWindows windows = EventWindows.Of(@case.Definitions);
        WindowDatabase database = WindowRun.Play(@case, windows, coverage);
        WindowExpectation expected = WindowRun.Expect(@case, database, out WatermarkOracle[] clocks);
        AssertSame(expected, windows, database);
        Assert.Equal(expected.Future, database.Future);
        for (int partition = 0; partition < clocks.Length; partition++)
        {
            (int next, WatermarkTracker clock) = database.Progress.GetValueOrDefault(partition, (0, WatermarkTracker.Start));
            Assert.Equal(@case.Log[partition].Count, next);
            Assert.Equal(clocks[partition].Watermark ?? WatermarkTracker.None, clock.Watermark);
        }
    }

    private static void AssertSame(WindowExpectation expected, EventWindows windows, WindowDatabase database)
    {
        Assert.Equal(InOrder(expected.Rows), InOrder(database.Rows));
        Assert.Equal(
            expected.Late.ToDictionary(late => late.Key, late => string.Join(',', late.Value)),
            database.Late);
        Assert.Equal(InOrder(expected.Users), InOrder(database.Totals));
        Assert.Equal(
            InOrder(expected.Users),
            InOrder(database.States.Select(state => windows.TotalsOf(windows.Decode(state.Value, state.Key)))));
    }

    private static IEnumerable<ExpectedWindow> InOrder(IEnumerable<ExpectedWindow> rows) =>
        rows.OrderBy(row => row.UserId, StringComparer.Ordinal).ThenBy(row => row.Name, StringComparer.Ordinal)
            .ThenBy(row => row.Start);

    private static IEnumerable<UserExpectation> InOrder(IEnumerable<UserExpectation> users) =>
        users.OrderBy(user => user.UserId, StringComparer.Ordinal);
}

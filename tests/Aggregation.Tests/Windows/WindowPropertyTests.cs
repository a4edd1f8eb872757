using FsCheck;
using FsCheck.Fluent;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Tests.Windows.Runs;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Aggregation.Tests.Windows;

/// <summary>
/// Any events in any order, any redelivery, any crashes, any grouping into commits, commits that fail, states that
/// keep hardly a window: what is durable at the end is what the oracle makes of the log.
/// </summary>
public sealed class WindowPropertyTests
{
    private const int Cases = 2_000;

    [Fact]
    public void Windows_of_users_in_one_partition_are_as_the_oracle_says() =>
        Always.Holds(WindowCases.OfUsersInOnePartition, @case => @case.Smaller(), @case => AssertAsOracle(@case, new Coverage()), Cases);

    [Fact]
    public void Windows_of_users_in_several_partitions_are_as_the_oracle_says() =>
        Always.Holds(WindowCases.OfUsersInSeveralPartitions, @case => @case.Smaller(), @case => AssertAsOracle(@case, new Coverage()), Cases);

    [Fact]
    public void Sessions_of_users_in_several_partitions_are_as_the_oracle_says_of_the_order_in_which_their_events_came() =>
        Always.Holds(WindowCases.OfSessionsInSeveralPartitions, @case => @case.Smaller(), @case =>
        {
            WindowDatabase database = WindowRun.Play(@case, new Coverage());
            AssertSame(WindowRun.ExpectAsApplied(@case, database), database);
        }, Cases);

    [Fact]
    public void These_cases_come_across_everything()
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
            () => Assert.InRange(coverage.Restored, 300, int.MaxValue)));
        Assert.InRange(one.Gone, 100, int.MaxValue);
    }

    private static void AssertAsOracle(WindowCase @case, Coverage coverage)
    {
        WindowDatabase database = WindowRun.Play(@case, coverage);
        WindowExpectation expected = WindowRun.Expect(@case, out WatermarkOracle[] clocks);
        AssertSame(expected, database);
        Assert.Equal(expected.Future, database.Future);
        for (int partition = 0; partition < clocks.Length; partition++)
        {
            (int next, EventClock clock) = database.Progress.GetValueOrDefault(partition, (0, EventClock.Start));
            Assert.Equal(@case.Log[partition].Count, next);
            Assert.Equal((clocks[partition].Watermark ?? EventClock.None, clocks[partition].Beyond), (clock.Watermark, clock.FutureRun));
        }
    }

    private static void AssertSame(WindowExpectation expected, WindowDatabase database)
    {
        Assert.Equal(InOrder(expected.Rows), InOrder(database.Rows));
        Assert.Equal(
            expected.Late.ToDictionary(late => late.Key, late => string.Join(',', late.Value)),
            database.Late);
        Assert.Equal(
            expected.Users.OrderBy(user => user.UserId, StringComparer.Ordinal),
            database.States.OrderBy(state => state.Key, StringComparer.Ordinal).Select(state => TotalsOf(UserStateCodec.Decode(state.Value, state.Key))));
    }

    private static IEnumerable<ExpectedWindow> InOrder(IEnumerable<ExpectedWindow> rows) =>
        rows.OrderBy(row => row.UserId, StringComparer.Ordinal).ThenBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Start);

    private static UserExpectation TotalsOf(UserState state) => new(state.UserId!, state.Count, state.TotalValue, state.LastEventTime);
}

using FsCheck;
using FsCheck.Fluent;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Testing;
using Delivery = PathwayOrleans.Aggregation.Tests.FenceOracle.Delivery;

namespace PathwayOrleans.Aggregation.Tests;

public class UserStateTests
{
    private static readonly SourcePartition Partition = SourcePartition.Of("kafka/c/events/t", 3);

    internal static Gen<List<Delivery>> Deliveries => (
        from source in Gen.Elements("kafka/a", "kafka/b")
        from partition in Gen.Choose(0, 2)
        from offset in Gen.Choose(0, 12)
        from value in Gen.Elements(1, -2.5, 0.1, 1e16, -1e16, 0)
        from time in Gen.Choose(0, 1000)
        select new Delivery(source, partition, offset, value, time)).ListOf();

    [Fact]
    public void Deliveries_equal_the_oracle() => Always.Holds(Deliveries, deliveries =>
    {
        var state = new UserState("u");
        var oracle = new FenceOracle();
        foreach (Delivery delivery in deliveries)
        {
            Assert.Equal(oracle.Deliver(delivery), Apply(state, delivery));
        }

        AssertAsOracle(oracle, state);
    });

    [Fact]
    public void Redelivery_in_any_pattern_of_rewinds_changes_nothing()
    {
        Gen<(List<Delivery> Log, List<int> Rewinds)> cases =
            from log in Deliveries
            from rewinds in Gen.Choose(0, 100).ListOf()
            select (InOrder(log), rewinds);
        Always.Holds(cases, @case =>
        {
            var once = new UserState("u");
            @case.Log.ForEach(delivery => Apply(once, delivery));
            var often = new UserState("u");
            DeliverWithRewinds(often, @case.Log, @case.Rewinds);

            Assert.Equal(@case.Log.Count, once.Count);
            Assert.Equal(once.Count, often.Count);
            Assert.Equal(once.TotalValue, often.TotalValue);
            Assert.Equal(once.LastEventTime, often.LastEventTime);
        });
    }

    [Fact]
    public void A_fresh_state_has_seen_nothing()
    {
        var state = new UserState("u");
        Assert.Equal((0L, 0.0, 0L), (state.Count, state.TotalValue, state.LastEventTime));
        Assert.Null(state.LastApplied(Partition));
        Assert.False(state.HasSeen(Partition));
    }

    [Fact]
    public void The_first_position_of_a_partition_may_be_any()
    {
        var state = new UserState("u");
        Assert.True(state.Apply(Partition, Position.Zero, new UserEvent("u", 1, 0)));
        Assert.True(state.HasSeen(Partition));
        Assert.Equal(Position.Zero, state.LastApplied(Partition));
        Assert.False(state.Apply(Partition, Position.Zero, new UserEvent("u", 1, 0)));
    }

    [Fact]
    public void Fence_is_separate_per_source_and_partition()
    {
        var state = new UserState("u");
        string[] sources = ["kafka/a/events/x", "kafka/a/events/y", "kafka/b/events/x"];
        foreach (string source in sources)
        {
            for (int partition = 0; partition < 3; partition++)
            {
                Assert.True(state.Apply(SourcePartition.Of(source, partition), Position.FromOffset(5), new UserEvent("u", 1, 1)));
            }
        }

        Assert.Equal(9, state.Count);
        Assert.False(state.Apply(SourcePartition.Of(sources[1], 1), Position.FromOffset(5), new UserEvent("u", 1, 1)));
        Assert.True(state.Apply(SourcePartition.Of(sources[1], 1), Position.FromOffset(6), new UserEvent("u", 1, 1)));
        Assert.Equal(Position.FromOffset(5), state.LastApplied(SourcePartition.Of(sources[1], 2)));
    }

    [Fact]
    public void Last_event_time_is_the_highest_not_the_most_recent()
    {
        var state = new UserState("u");
        state.Apply(Partition, Position.FromOffset(0), new UserEvent("u", 1, 10));
        state.Apply(Partition, Position.FromOffset(1), new UserEvent("u", 1, 30));
        state.Apply(Partition, Position.FromOffset(2), new UserEvent("u", 1, 20));
        Assert.Equal(30, state.LastEventTime);
    }

    [Fact]
    public void Event_covered_by_the_fence_changes_nothing()
    {
        var state = new UserState("u");
        state.Apply(Partition, Position.FromOffset(7), new UserEvent("u", 1, 10));
        Assert.False(state.Apply(Partition, Position.FromOffset(6), new UserEvent("u", 100, 99)));
        Assert.Equal((1L, 1.0, 10L), (state.Count, state.TotalValue, state.LastEventTime));
        Assert.Equal(Position.FromOffset(7), state.LastApplied(Partition));
    }

    [Fact]
    public void A_count_that_would_overflow_changes_nothing()
    {
        UserState state = UserStateCodec.Decode(
            """{"v":1,"count":9223372036854775807,"total":1,"time":5,"fence":{"kafka/c/events/t":{"3":"7"}}}"""u8, "u");
        Assert.Throws<OverflowException>(() => state.Apply(Partition, Position.FromOffset(8), new UserEvent("u", 1, 1)));
        Assert.Equal(Position.FromOffset(7), state.LastApplied(Partition));
        Assert.Equal(1, state.TotalValue);
    }

    [Fact]
    public void Skipped_event_advances_the_fence_and_is_not_counted()
    {
        var state = new UserState("u");
        Assert.True(state.Skip(Partition, Position.FromOffset(7)));
        Assert.Equal((0L, 0.0, 0L), (state.Count, state.TotalValue, state.LastEventTime));
        Assert.Equal(Position.FromOffset(7), state.LastApplied(Partition));
        Assert.False(state.Skip(Partition, Position.FromOffset(7)));
        Assert.False(state.Skip(Partition, Position.FromOffset(6)));
        Assert.False(state.Apply(Partition, Position.FromOffset(7), new UserEvent("u", 1, 1)));
        Assert.True(state.Apply(Partition, Position.FromOffset(8), new UserEvent("u", 1, 1)));
        Assert.False(state.Skip(Partition, Position.FromOffset(8)));
        Assert.Equal(1, state.Count);
    }

    [Fact]
    public void Bound_state_cannot_be_bound_to_another_user()
    {
        var state = new UserState();
        Assert.Null(state.UserId);
        Assert.Throws<ArgumentException>(() => state.Bind(""));
        state.Bind("u1");
        state.Bind("u1");
        var refused = Assert.Throws<InvalidDataException>(() => state.Bind("U1"));
        Assert.Contains("'u1'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'U1'", refused.Message, StringComparison.Ordinal);
        Assert.Equal("u1", state.UserId);
        Assert.Equal("u2", new UserState("u2").UserId);
    }

    internal static void AssertAsOracle(FenceOracle oracle, UserState state)
    {
        Assert.Equal(oracle.Count, state.Count);
        Assert.Equal(oracle.Total, state.TotalValue);
        Assert.Equal(oracle.LastEventTime, state.LastEventTime);
        foreach (string source in (string[])["kafka/a", "kafka/b"])
        {
            for (int partition = 0; partition <= 2; partition++)
            {
                Assert.Equal(
                    oracle.LastApplied(source, partition), state.LastApplied(SourcePartition.Of(source, partition))?.ToOffset());
            }
        }
    }

    internal static bool Apply(UserState state, Delivery delivery) => state.Apply(
        SourcePartition.Of(delivery.Source, delivery.Partition), Position.FromOffset(delivery.Offset), FenceOracle.EventOf(
            delivery));

    private static List<Delivery> InOrder(List<Delivery> log) =>
        [.. log.DistinctBy(d => (d.Source, d.Partition, d.Offset)).OrderBy(d => d.Offset)];

    // Each number is a rewind by that percentage of the deliveries so far, which are then read again; the rest follows at the
    // end.
    private static void DeliverWithRewinds(UserState state, List<Delivery> log, List<int> rewinds)
    {
        int next = 0;
        foreach (int percent in rewinds)
        {
            int end = Math.Min(next + 1, log.Count);
            for (int i = next - (next * percent / 100); i < end; i++)
            {
                Apply(state, log[i]);
            }

            next = end;
        }

        log[next..].ForEach(delivery => Apply(state, delivery));
    }
}

using FsCheck;
using FsCheck.Fluent;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Testing;
using Delivery = PathwayOrleans.Pipelines.Tests.State.FenceOracle.Delivery;

namespace PathwayOrleans.Pipelines.Tests.State;

/// <summary>Each record counts once, however often it is delivered.</summary>
public sealed class DeliveryTests
{
    private static readonly SourcePartition Partition = SourcePartition.Of("kafka/c/events/t", 3);

    private static readonly string[] Sources = ["kafka/a", "kafka/b"];

    private static Gen<List<Delivery>> Deliveries => (
        from source in Gen.Elements(Sources)
        from partition in Gen.Choose(0, 2)
        from offset in Gen.Choose(0, 12)
        from value in Gen.Elements(1, -2.5, 0.1, 1e16, -1e16, 0)
        from time in Gen.Choose(0, 1000)
        select new Delivery(source, partition, offset, value, time)).ListOf();

    [Fact]
    public void Deliveries_equal_the_oracle() => Always.Holds(Deliveries, deliveries =>
    {
        KeyState state = EventKeys.Create();
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
            KeyState once = EventKeys.Create();
            @case.Log.ForEach(delivery => Apply(once, delivery));
            KeyState often = EventKeys.Create();
            DeliverWithRewinds(often, @case.Log, @case.Rewinds);

            Assert.Equal(@case.Log.Count, EventKeys.TotalsOf(once).Count);
            Assert.Equal(EventKeys.TotalsOf(once), EventKeys.TotalsOf(often));
        });
    }

    [Fact]
    public void A_state_that_is_written_and_read_continues_identically() =>
        Always.Holds(Deliveries.Zip(Deliveries), @case =>
        {
            KeyState state = EventKeys.Create();
            var oracle = new FenceOracle();
            foreach (Delivery delivery in @case.Item1)
            {
                oracle.Deliver(delivery);
                Apply(state, delivery);
            }

            KeyState restored = EventKeys.Decode(EventKeys.Encode(state));
            AssertAsOracle(oracle, restored);
            foreach (Delivery delivery in @case.Item2)
            {
                Assert.Equal(oracle.Deliver(delivery), Apply(restored, delivery));
            }

            AssertAsOracle(oracle, restored);
        });

    [Fact]
    public void A_total_is_written_exactly()
    {
        Gen<double> totals = ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite);
        Always.Holds(totals, total =>
        {
            KeyState state = EventKeys.Create();
            EventKeys.Apply(state, Partition, Position.Zero, total);
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(total),
                BitConverter.DoubleToInt64Bits(EventKeys.TotalsOf(EventKeys.Decode(EventKeys.Encode(state))).TotalValue));
        });
    }

    [Fact]
    public void A_key_is_written_exactly() => Always.Holds(UserIds.ConfusablePairs, pair =>
    {
        byte[] payload = EventKeys.Encode(EventKeys.Pipeline.StateOf(pair.One));
        Assert.Equal(pair.One, EventKeys.Decode(payload, pair.One).Key.Text);
        if (pair.One != pair.Other)
        {
            Assert.Throws<InvalidDataException>(() => EventKeys.Decode(payload, pair.Other));
        }
    });

    [Fact]
    public void The_name_of_a_source_may_be_any_text() => Always.Holds(UserIds.Nasty, source =>
    {
        KeyState state = EventKeys.Create();
        EventKeys.Apply(state, SourcePartition.Of(source, 1), Position.FromOffset(9));
        Assert.Equal(
            Position.FromOffset(9), EventKeys.Decode(EventKeys.Encode(state)).LastApplied(SourcePartition.Of(source, 1)));
    });

    [Fact]
    public void A_fresh_state_has_seen_nothing()
    {
        KeyState state = EventKeys.Create();
        Assert.Equal(new UserExpectation(EventKeys.User, 0, 0, 0), EventKeys.TotalsOf(state));
        Assert.Null(state.LastApplied(Partition));
        Assert.False(state.HasSeen(Partition));
    }

    [Fact]
    public void The_first_position_of_a_partition_may_be_any()
    {
        KeyState state = EventKeys.Create();
        Assert.True(EventKeys.Apply(state, Partition, Position.Zero));
        Assert.True(state.HasSeen(Partition));
        Assert.Equal(Position.Zero, state.LastApplied(Partition));
        Assert.False(EventKeys.Apply(state, Partition, Position.Zero));
    }

    [Fact]
    public void Fence_is_separate_per_source_and_partition()
    {
        KeyState state = EventKeys.Create();
        string[] sources = ["kafka/a/events/x", "kafka/a/events/y", "kafka/b/events/x"];
        foreach (string source in sources)
        {
            for (int partition = 0; partition < 3; partition++)
            {
                Assert.True(EventKeys.Apply(state, SourcePartition.Of(source, partition), Position.FromOffset(5)));
            }
        }

        Assert.Equal(9, EventKeys.TotalsOf(state).Count);
        Assert.False(EventKeys.Apply(state, SourcePartition.Of(sources[1], 1), Position.FromOffset(5)));
        Assert.True(EventKeys.Apply(state, SourcePartition.Of(sources[1], 1), Position.FromOffset(6)));
        Assert.Equal(Position.FromOffset(5), state.LastApplied(SourcePartition.Of(sources[1], 2)));
    }

    [Fact]
    public void Last_event_time_is_the_highest_not_the_most_recent()
    {
        KeyState state = EventKeys.Create();
        EventKeys.Apply(state, Partition, Position.FromOffset(0), time: 10);
        EventKeys.Apply(state, Partition, Position.FromOffset(1), time: 30);
        EventKeys.Apply(state, Partition, Position.FromOffset(2), time: 20);
        Assert.Equal(30, EventKeys.TotalsOf(state).LastTime);
    }

    [Fact]
    public void Event_covered_by_the_fence_changes_nothing()
    {
        KeyState state = EventKeys.Create();
        EventKeys.Apply(state, Partition, Position.FromOffset(7), time: 10);
        Assert.False(EventKeys.Apply(state, Partition, Position.FromOffset(6), 100, 99));
        Assert.Equal(new UserExpectation(EventKeys.User, 1, 1, 10), EventKeys.TotalsOf(state));
        Assert.Equal(Position.FromOffset(7), state.LastApplied(Partition));
    }

    [Fact]
    public void Skipped_event_advances_the_fence_and_is_not_counted()
    {
        KeyState state = EventKeys.Create();
        Assert.True(state.Skip(Partition, Position.FromOffset(7)));
        Assert.Equal(new UserExpectation(EventKeys.User, 0, 0, 0), EventKeys.TotalsOf(state));
        Assert.Equal(Position.FromOffset(7), state.LastApplied(Partition));
        Assert.False(state.Skip(Partition, Position.FromOffset(7)));
        Assert.False(state.Skip(Partition, Position.FromOffset(6)));
        Assert.False(EventKeys.Apply(state, Partition, Position.FromOffset(7)));
        Assert.True(EventKeys.Apply(state, Partition, Position.FromOffset(8)));
        Assert.False(state.Skip(Partition, Position.FromOffset(8)));
        Assert.Equal(1, EventKeys.TotalsOf(state).Count);
    }

    private static void AssertAsOracle(FenceOracle oracle, KeyState state)
    {
        Assert.Equal(
            new UserExpectation(EventKeys.User, oracle.Count, oracle.Total, oracle.LastEventTime), EventKeys.TotalsOf(state));
        foreach (string source in Sources)
        {
            for (int partition = 0; partition <= 2; partition++)
            {
                Assert.Equal(
                    oracle.LastApplied(source, partition), state.LastApplied(SourcePartition.Of(source, partition))?.ToOffset());
            }
        }
    }

    private static bool Apply(KeyState state, Delivery delivery) => EventKeys.Apply(
        state,
        SourcePartition.Of(delivery.Source, delivery.Partition),
        Position.FromOffset(delivery.Offset),
        delivery.Value,
        delivery.Time);

    private static List<Delivery> InOrder(List<Delivery> log) =>
        [.. log.DistinctBy(d => (d.Source, d.Partition, d.Offset)).OrderBy(d => d.Offset)];

    // Each number is a rewind by that percentage of the deliveries so far, which are then read again; the rest follows at the
    // end.
    private static void DeliverWithRewinds(KeyState state, List<Delivery> log, List<int> rewinds)
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

using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Silo.Tests.Harness;

namespace PathwayOrleans.Silo.Tests.Clusters;

[Collection(nameof(ClustersInTurn))]
public class FailingEventTests
{
    private const double Poison = 666;

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task An_event_that_cannot_be_applied_is_a_dead_letter_after_its_tries_and_holds_up_nobody(string groupCommit)
    {
        var applier = new PoisonedApplier(failures: int.MaxValue);
        await using TestCluster cluster = await TestCluster.StartAsync(
            partitions: 2,
            configure: builder => builder.Services.AddSingleton<IEventApplier>(applier),
            settings: ("Pathway:Silo:GroupCommit", groupCommit));
        await cluster.ProduceAsync(0, [("a", 1), ("b", 1), ("a", Poison), ("b", 2), ("a", 2), ("c", Poison), ("c", 4)]);
        await cluster.ProduceAsync(1, [("d", 5)]);
        await cluster.DurableAsync(0, 7);
        await cluster.DurableAsync(1, 1);
        Assert.Equal(["a|2|3", "b|2|3", "c|1|4", "d|1|5"], await cluster.CountsAsync());
        Assert.Equal(
            [
                """0|2|apply_failed|{"user_id":"a","value":666,"time":1700000000000}""",
                """0|5|apply_failed|{"user_id":"c","value":666,"time":1700000000000}""",
            ],
            await cluster.Database.RowsAsync("SELECT partition, position, reason, convert_from(raw, 'UTF8') FROM dead_letters ORDER BY position"));
        Assert.Equal([FailedEvents.MaxTries, FailedEvents.MaxTries], applier.Tries.Values);

        // And never again.
        await cluster.ProduceAsync(0, [("a", 3)]);
        await cluster.DurableAsync(0, 8);
        Assert.Equal("a|3|6", (await cluster.CountsAsync())[0]);
        Assert.Equal([FailedEvents.MaxTries, FailedEvents.MaxTries], applier.Tries.Values);
    }

    [Fact]
    public async Task An_event_that_can_be_applied_after_all_counts()
    {
        var applier = new PoisonedApplier(failures: FailedEvents.MaxTries - 1);
        await using TestCluster cluster = await TestCluster.StartAsync(
            partitions: 1, configure: builder => builder.Services.AddSingleton<IEventApplier>(applier));
        await cluster.ProduceAsync(0, [("a", 1), ("a", Poison), ("a", 2)]);
        await cluster.DurableAsync(0, 3);
        Assert.Equal(["a|3|669"], await cluster.CountsAsync());
        Assert.Empty(await cluster.Database.RowsAsync("SELECT 1 FROM dead_letters"));
    }

    /// <summary>Fails half-way through, which leaves the copy in memory spoilt.</summary>
    private sealed class PoisonedApplier(int failures) : IEventApplier
    {
        internal ConcurrentDictionary<Position, int> Tries { get; } = new();

        public ApplyOutcome Apply(
            UserState state, SourcePartition partition, Position position, in UserEvent userEvent, long watermark, WindowSet windows)
        {
            ApplyOutcome applied = state.Apply(partition, position, userEvent, watermark, windows);
            return userEvent.Value == Poison && Tries.AddOrUpdate(position, 1, (_, tries) => tries + 1) <= failures
                ? throw new InvalidOperationException("A bug that was put in.")
                : applied;
        }
    }
}

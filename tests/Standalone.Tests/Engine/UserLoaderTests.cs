using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Partitions;
using PathwayOrleans.Sources;
using PathwayOrleans.Standalone.Tests.Harness;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Standalone.Tests.Engine;

public sealed class UserLoaderTests
{
    [Fact]
    public async Task Nothing_above_a_pending_event_is_settled()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        using var reader = new ScriptedReader(partitions: 1);
        await using (await EngineUnderTest.StartAsync(reader, database))
        {
            // The engine is only started to create the schema.
        }

        var options = new DatabaseOptions { ConnectionString = database.Url };
        await using var session = new DatabaseSession(options, "pathway-test");
        using var mailbox = new Mailbox();
        var partitions = new PartitionTable("scripted");
        TrackedPartition one = partitions.Add(0);
        TrackedPartition two = partitions.Add(1);
        var loaded = new List<(string User, int Events)>();
        Exception? failure = null;
        var loader = new UserLoader(
            CountedUsers.Counter(session, options),
            new DatabaseRetry(options, TimeProvider.System, NullLogger<DatabaseRetry>.Instance),
            mailbox,
            partitions,
            e => failure = e)
        {
            Loaded = (entry, pending) => loaded.Add((entry.Id, pending.Count)),
        };
        var a = new UserEntry("a");
        var b = new UserEntry("b");

        await using NpgsqlConnection blocker = await database.ConnectAsync();
        await using (NpgsqlTransaction lockHeld = await blocker.BeginTransactionAsync())
        {
            await using var command = new NpgsqlCommand("LOCK TABLE orleansstorage IN ACCESS EXCLUSIVE MODE", blocker);
            await command.ExecuteNonQueryAsync();

            AddPending(loader, a, one, 5);
            Assert.Equal(5, Settled(one));
            loader.StartIfIdle(100, CancellationToken.None);

            // While a is being loaded, there are more events of a, also of another partition, and the first event of b.
            AddPending(loader, a, one, 6);
            AddPending(loader, a, two, 70);
            AddPending(loader, b, one, 7);
            AddPending(loader, b, two, 71);
            Assert.Equal((5, 70), (Settled(one), Settled(two)));
            await lockHeld.CommitAsync();
        }

        await Eventually.SucceedsAsync(() => Drained(mailbox, () => loaded.Count == 1), "the first load");
        Assert.Equal((7, 71), (Settled(one), Settled(two)));
        loader.StartIfIdle(100, CancellationToken.None);
        Assert.Equal((7, 71), (Settled(one), Settled(two)));
        await Eventually.SucceedsAsync(() => Drained(mailbox, () => loaded.Count == 2), "the second load");
        Assert.Equal((8, 72), (Settled(one), Settled(two)));
        Assert.Equal([("a", 3), ("b", 2)], loaded);
        Assert.Equal(0, loader.PendingEvents);
        Assert.True(loader.IsIdle);
        Assert.Null(failure);
    }

    [Fact]
    public void Discarding_a_partition_keeps_the_events_of_the_others()
    {
        using var mailbox = new Mailbox();
        var partitions = new PartitionTable("scripted");
        TrackedPartition one = partitions.Add(0);
        TrackedPartition two = partitions.Add(1);
        var loader = new UserLoader(null!, null!, mailbox, partitions, _ => { });
        var entry = new UserEntry("a");
        AddPending(loader, entry, one, 5);
        AddPending(loader, entry, two, 70);
        loader.Discard(one);
        Assert.Equal((6, 70), (Settled(one), Settled(two)));
        Assert.Equal([Position.FromOffset(70)], entry.Pending!.Select(pending => pending.Position));
        Assert.Equal(1, loader.PendingEvents);
    }

    private static void AddPending(UserLoader loader, UserEntry entry, TrackedPartition partition, long offset)
    {
        var position = Position.FromOffset(offset);
        var log = new LogBounds(Position.Zero, position.Next);
        partition.OnReading(new FoundPosition(position.Next, WatermarkTracker.Start, log));
        loader.AddPending(entry, new PendingEvent(
            partition,
            new CountedRecord(
                partition.Identity, position, WatermarkTracker.None, new UserEvent(entry.Id, 1, 1), Content: null)));
    }

    private static long Settled(TrackedPartition partition) => partition.Settled.Next.ToOffset();

    private static bool Drained(Mailbox mailbox, Func<bool> condition)
    {
        mailbox.Drain();
        return condition();
    }
}

using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Standalone.Tests;

[Trait("Tier", "Slow")]
public sealed class SharingTests
{
    [Fact]
    public async Task Workers_that_join_and_leave_under_load_share_the_partitions_and_hand_them_over()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using Worker first = Worker.Start(kafka, database.Url);
        await first.ReadsAsync(kafka.Partitions);
        using Load load = Load.StartEndless(kafka, users: 2_000);

        await using Worker second = Worker.Start(kafka, database.Url);
        await second.ReadsAsync(5);
        await first.ReadsAsync(5);
        Assert.Equal(ExitCodes.Success, await first.StopAsync());
        Assert.Contains("everything read is durable", first.Process.OutputTail, StringComparison.Ordinal);
        await second.ReadsAsync(kafka.Partitions);

        await load.StopAsync();
        await load.AssertExactAsync(kafka, database);
        Assert.Equal(0, (await second.StatusAsync())!.CommitsRejected);
    }

    [Fact]
    public async Task A_user_with_events_in_partitions_of_two_workers_is_counted_exactly()
    {
        const int EventsPerPartition = 300;
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using Worker one = Worker.Start(kafka, database.Url);
        await using Worker two = Worker.Start(kafka, database.Url);
        await one.ReadsAsync(1);
        await two.ReadsAsync(1);

        byte[][] events = Enumerable.Repeat(KafkaForTests.Event("shared", 0.25), EventsPerPartition).ToArray();
        await Task.WhenAll(kafka.ProduceAsync(0, events), kafka.ProduceAsync(1, events));

        await one.WaitForAsync(
            async () => await Progress.SumAsync(kafka, database) == 2 * EventsPerPartition, "both partitions durable");
        Assert.Equal(["shared|600|150"], await database.RowsAsync("SELECT user_id, count, total_value FROM events"));
    }

    [Fact]
    public async Task Two_service_ids_in_one_database_do_not_see_each_other()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using Worker here = Worker.Start(kafka, database.Url, ("Pathway__Kafka__GroupId", $"{kafka.GroupId}-a"));
        await using Worker there = Worker.Start(
            kafka, database.Url, ("Pathway__Kafka__GroupId", $"{kafka.GroupId}-b"), ("Pathway__ServiceId", "rebuild-1"));
        using Load load = await Load.ProduceAsync(kafka, new LoadOptions { Events = 20_000, Users = 500, Malformed = 20 });

        await load.AssertExactAsync(kafka, database);
        await load.AssertExactAsync(kafka, database, schema: "rebuild-1");
        Assert.Equal(["rebuild-1"], await database.RowsAsync("SELECT DISTINCT serviceid FROM \"rebuild-1\".orleansstorage"));
        Assert.Equal(["pathway"], await database.RowsAsync("SELECT DISTINCT serviceid FROM orleansstorage"));
    }

    [Fact]
    public async Task Evicted_users_are_loaded_again_with_their_state()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using Worker worker = Worker.Start(
            kafka, database.Url, ("Pathway__Engine__MaxUsersInMemory", "1000"), ("Pathway__Engine__MaxUsersPerCommit", "300"));
        using Load load = await Load.ProduceAsync(kafka, new LoadOptions { Events = 60_000, Users = 10_000 });

        await load.AssertExactAsync(kafka, database);
        await worker.WaitForAsync(async () => await worker.StatusAsync() is { UsersInMemory: <= 1000 }, "users leaving memory");
    }
}

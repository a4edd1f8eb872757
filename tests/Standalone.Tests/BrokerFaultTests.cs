using PathwayOrleans.LocalInfra;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Standalone.Tests.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Standalone.Tests;

public sealed class BrokerFaultTests
{
    // The length of the outage is the fault itself, not a wait for something.
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_broker_that_is_down_for_twenty_seconds_costs_nothing()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        EmbeddedKafka broker = kafka.Faults;
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using Worker worker = Worker.Start(kafka, database.Url);
        await worker.ReadsAsync(kafka.Partitions);
        using Load load = Load.Start(kafka, new LoadOptions { Events = 200_000, Users = 1_000 }, rate: 20_000);
        await worker.WaitForAsync(async () => await Progress.SumAsync(kafka, database) > 20_000, "20,000 durable events");

        broker.SetDown();
        await Task.Delay(Outage);
        broker.SetUp();

        await load.AssertExactAsync(kafka, database);
        Assert.False(worker.Process.HasExited);
    }

    [Fact]
    public async Task Retention_that_passes_an_absent_consumer_stops_that_partition_and_no_other()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using (Worker worker = Worker.Start(kafka, database.Url))
        {
            using Load first = await Load.ProduceAsync(kafka, new LoadOptions { Events = 10_000, Users = 100 });
            await first.AssertExactAsync(kafka, database);
            Assert.Equal(0, await worker.StopAsync());
        }

        Dictionary<int, long> before = await Progress.ReadAsync(kafka, database);
        using Load missed = await Load.ProduceAsync(kafka, new LoadOptions { Events = 10_000, Users = 100, Seed = 2 });
        await kafka.DeleteRecordsBeforeAsync(3, before[3] + 100);

        await using Worker late = Worker.Start(kafka, database.Url);
        await late.ReadsAsync(kafka.Partitions - 1);
        PartitionStatus stopped = (await late.PartitionsAsync()).Single(partition => partition.State == PartitionState.Stopped);
        Assert.Equal(3, stopped.Partition);
        Assert.Contains("retention", stopped.Error, StringComparison.Ordinal);
        Assert.Contains($"--partition 3 --to {before[3] + 100}", stopped.Error, StringComparison.Ordinal);
        await late.WaitForAsync(
            async () =>
            {
                Dictionary<int, long> now = await Progress.ReadAsync(kafka, database);
                return now.All(partition => partition.Key == 3 || partition.Value > before[partition.Key]) && now[3] == before[3];
            },
            "all other partitions counted on");
    }

    [Fact]
    public async Task A_topic_recreated_while_nobody_read_is_refused()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string[] counted;
        await using (Worker worker = Worker.Start(kafka, database.Url))
        {
            using Load first = await Load.ProduceAsync(kafka, new LoadOptions { Events = 10_000, Users = 100 });
            await first.AssertExactAsync(kafka, database);
            counted = await database.RowsAsync("SELECT * FROM events ORDER BY user_id");
            await worker.StopAsync();
        }

        await kafka.DeleteTopicAsync();
        await kafka.CreateTopicAsync();
        using Load second = await Load.ProduceAsync(kafka, new LoadOptions { Events = 1_000, Users = 100 });

        await using Worker late = Worker.Start(kafka, database.Url);
        await late.WaitForAsync(
            async () => (await late.PartitionsAsync()).Count(partition => partition.State == PartitionState.Stopped) == kafka.Partitions,
            "all partitions stopped");
        Assert.All(await late.PartitionsAsync(), partition => Assert.Contains("recreated", partition.Error, StringComparison.Ordinal));
        Assert.Equal(counted, await database.RowsAsync("SELECT * FROM events ORDER BY user_id"));
    }

    [Fact]
    public async Task A_topic_recreated_under_a_running_worker_stops_its_partitions()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using Worker worker = Worker.Start(kafka, database.Url);
        using Load first = await Load.ProduceAsync(kafka, new LoadOptions { Events = 10_000, Users = 100 });
        await first.AssertExactAsync(kafka, database);
        string[] counted = await database.RowsAsync("SELECT * FROM events ORDER BY user_id");

        await kafka.DeleteTopicAsync();
        await kafka.CreateTopicAsync();
        using Load second = await Load.ProduceAsync(kafka, new LoadOptions { Events = 1_000, Users = 100 });

        await worker.WaitForAsync(
            async () => (await worker.PartitionsAsync()).Count(partition => partition.State == PartitionState.Stopped) == kafka.Partitions,
            "all partitions stopped");
        Assert.Equal(counted, await database.RowsAsync("SELECT * FROM events ORDER BY user_id"));
    }

    [Fact]
    public async Task The_identity_that_the_brokers_tell_tells_a_recreated_topic_from_the_old_one()
    {
        Assert.SkipUnless(KafkaForTests.IsReal, "The embedded broker tells no topic id.");
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        (string, string) noName = ("Pathway__Kafka__SourceName", "");
        await using (Worker worker = Worker.Start(kafka, database.Url, noName))
        {
            await worker.ReadsAsync(kafka.Partitions);
            using Load first = await Load.ProduceAsync(kafka, new LoadOptions { Events = 1_000, Users = 10 });
            await worker.WaitForAsync(async () => await worker.StatusAsync() is { EventsApplied: 1_000, EventsInFlight: 0 }, "counting");
            await worker.StopAsync();
        }

        await kafka.DeleteTopicAsync();
        await kafka.CreateTopicAsync();
        await using Worker late = Worker.Start(kafka, database.Url, noName);
        Assert.Equal(StandaloneHost.Failed, await late.Process.WaitForExitAsync());
        Assert.Contains("was deleted and created again", late.Process.OutputTail, StringComparison.Ordinal);
        Assert.Contains("AcceptTopicId", late.Process.OutputTail, StringComparison.Ordinal);
    }
}

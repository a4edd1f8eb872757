using PathwayOrleans.CommandLine;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Standalone.Tests;

[Trait("Tier", "Slow")]
public sealed class BrokerFaultTests
{
    // The length of the outage is part of the fault; it does not replace a condition.
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_broker_outage_of_twenty_seconds_loses_and_repeats_nothing()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        EmbeddedKafka broker = kafka.Faults;
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using Worker worker = Worker.Start(kafka, database.Url);
        await worker.ReadsAsync(kafka.Partitions);
        using Load load = Load.Start(kafka, new LoadOptions { Events = 200_000, Users = 1_000 }, rate: 20_000, upTo: 40_000);
        await worker.WaitForAsync(async () => await Progress.SumAsync(kafka, database) > 20_000, "20,000 durable events");

        // The embedded broker would append a message again whose acknowledgement is lost.
        await load.AcknowledgedAsync(40_000);
        broker.SetDown();
        load.ContinueTo(long.MaxValue);
        await Task.Delay(Outage);
        broker.SetUp();

        await load.AssertExactAsync(kafka, database);
        Assert.False(worker.Process.HasExited);
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
            async () => (await worker.PartitionsAsync()).Count(
                partition => partition.State == PartitionState.Stopped) == kafka.Partitions,
            "all partitions stopped");
        Assert.Equal(counted, await database.RowsAsync("SELECT * FROM events ORDER BY user_id"));
    }

    [Fact]
    public async Task A_recreated_topic_is_detected_by_the_identity_from_the_broker()
    {
        Assert.SkipUnless(KafkaForTests.IsReal, "The embedded broker has no topic ids.");
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        (string, string) noName = ("Pathway__Kafka__SourceName", "");
        await using (Worker worker = Worker.Start(kafka, database.Url, noName))
        {
            await worker.ReadsAsync(kafka.Partitions);
            using Load first = await Load.ProduceAsync(kafka, new LoadOptions { Events = 1_000, Users = 10 });
            await worker.WaitForAsync(
                async () => await worker.StatusAsync() is { EventsApplied: 1_000, EventsInFlight: 0 }, "counting");
            await worker.StopAsync();
        }

        await kafka.DeleteTopicAsync();
        await kafka.CreateTopicAsync();
        await using Worker late = Worker.Start(kafka, database.Url, noName);
        Assert.Equal(ExitCodes.Failure, await late.Process.WaitForExitAsync());
        Assert.Contains("was deleted and created again", late.Process.OutputTail, StringComparison.Ordinal);
        Assert.Contains("AcceptTopicId", late.Process.OutputTail, StringComparison.Ordinal);
    }
}

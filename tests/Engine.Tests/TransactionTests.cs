using Confluent.Kafka;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Engine.Tests.Harness;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Engine.Tests;

/// <summary>The last positions of a log hold no events: the ends of transactions, and records of an aborted one.</summary>
public abstract class TransactionTests<TFixture> : EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    private const int Committed = 100;
    private const int Aborted = 5_000;

    // Each transaction has a record for its end.
    private const int End = Committed + 1 + Aborted + 1;

    [Fact]
    public async Task Positions_without_events_at_the_end_of_a_log_are_settled_and_may_be_deleted()
    {
        KafkaForTests.SkipWithoutTransactions();
        await using EngineWorld world = await CreateAsync(partitions: 1);
        await world.Kafka.ProduceTransactionAsync(0, Events(Committed), commit: true);
        await world.Kafka.ProduceTransactionAsync(0, Events(Aborted), commit: false);
        RunningEngine engine = await world.StartAsync();
        await world.DurableAsync(engine, 0, End);
        await engine.WaitAsync(() => engine.PartitionOf(0) is { Lag: 0 }, "no lag");
        await engine.WaitAsync(
            () => GroupOffsets.Committed(world.Kafka)[0] == new Offset(End), "the offset of the group at the end of the log");
        Assert.Equal(["a|100|100"], await world.CountsAsync());
        await engine.StopAsync();

        await world.Kafka.DeleteRecordsBeforeAsync(0, End);
        RunningEngine next = await world.StartAsync();
        await next.ReadsAsync(1);
        await world.Kafka.ProduceTransactionAsync(0, Events(1), commit: true);
        await world.DurableAsync(next, 0, End + 2);
        Assert.Equal(["a|101|101"], await world.CountsAsync());
        Assert.Equal((PartitionState.Reading, null, 0), Shown(next.PartitionOf(0)!));
    }

    [Fact]
    public async Task An_open_transaction_is_not_passed()
    {
        KafkaForTests.SkipWithoutTransactions();
        await using EngineWorld world = await CreateAsync(partitions: 1);
        await world.ProduceAsync(0, ("a", 1));
        RunningEngine engine = await world.StartAsync();
        await world.DurableAsync(engine, 0, 1);
        using IProducer<Null, byte[]> producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = world.Kafka.BootstrapServers,
            TransactionalId = world.Kafka.GroupId,
        }).Build();
        producer.InitTransactions(TimeSpan.FromMinutes(1));
        producer.BeginTransaction();
        await producer.ProduceAsync(
            new TopicPartition(world.Kafka.Topic, 0), new() { Value = KafkaForTests.Event("a", 2) });
        await engine.WaitAsync(() => engine.PartitionOf(0) is { End: "2" }, "the end of the log after the open transaction");
        Assert.Equal("1", engine.PartitionOf(0)!.Durable);
        producer.CommitTransaction(TimeSpan.FromMinutes(1));
        await world.DurableAsync(engine, 0, 3);
        Assert.Equal(["a|2|3"], await world.CountsAsync());
    }

    private static (PartitionState State, string? Error, long? Lag) Shown(PartitionStatus status) =>
        (status.State, status.Error, status.Lag);

    private static IEnumerable<byte[]> Events(int count) => Enumerable.Range(0, count).Select(_ => KafkaForTests.Event("a", 1));
}

using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace PathwayOrleans.LocalInfra.Tests;

[Trait("Tier", "Slow")]
public sealed class EmbeddedKafkaTests
{
    // The number of this request type in Kafka's protocol.
    private const short ProduceRequest = 0;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Produced_records_are_consumed_in_order_by_a_group()
    {
        using EmbeddedKafka kafka = EmbeddedKafka.Start();
        await Produce(kafka, "events", partition: 3, "a", "b", "c");

        using IConsumer<Ignore, string> consumer = Consumer(kafka, "readers");
        consumer.Subscribe("events");

        Assert.Equal(["a", "b", "c"], Take(consumer, 3));
        Assert.Equal(10, consumer.Assignment.Count);
    }

    [Fact]
    public async Task Clients_receive_a_cluster_id_that_is_never_reused()
    {
        List<string> ids = [];
        for (int i = 0; i < 5; i++)
        {
            using EmbeddedKafka kafka = EmbeddedKafka.Start();
            using IAdminClient admin = Admin(kafka);
            DescribeClusterResult seen =
                await admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = Patience });
            Assert.Equal(kafka.ClusterId, seen.ClusterId);
            ids.Add(seen.ClusterId);
        }

        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task Events_and_positions_survive_an_outage()
    {
        using EmbeddedKafka kafka = EmbeddedKafka.Start(new EmbeddedKafkaOptions { Brokers = 3 });
        await Produce(kafka, "events", partition: 0, "before");
        using IConsumer<Ignore, string> consumer = Consumer(kafka, "readers");
        consumer.Subscribe("events");
        Assert.Equal(["before"], Take(consumer, 1));

        kafka.SetDown();
        using IProducer<Null, string> producer = Producer(kafka, messageTimeout: TimeSpan.FromMinutes(1));
        Task<DeliveryResult<Null, string>> waiting =
            producer.ProduceAsync(new TopicPartition("events", 0), new Message<Null, string> { Value = "during" });
        using (IAdminClient admin = Admin(kafka))
        {
            Assert.Throws<KafkaException>(() => admin.GetMetadata(TimeSpan.FromSeconds(1)));
        }

        Assert.False(waiting.IsCompleted);
        kafka.SetUp();

        Assert.Equal(1, (await waiting.WaitAsync(Patience)).Offset.Value);
        Assert.Equal(["during"], Take(consumer, 1));
    }

    [Fact]
    public async Task Deleted_records_move_the_low_watermark()
    {
        using EmbeddedKafka kafka = EmbeddedKafka.Start();
        await Produce(kafka, "events", partition: 1, "a", "b", "c", "d", "e");

        kafka.DeleteRecordsBefore("events", partition: 1, offset: 3);

        using IConsumer<Ignore, string> consumer = Consumer(kafka, "readers");
        WatermarkOffsets offsets = consumer.QueryWatermarkOffsets(new TopicPartition("events", 1), Patience);
        Assert.Equal((3, 5), (offsets.Low.Value, offsets.High.Value));

        consumer.Assign(new TopicPartitionOffset("events", 1, Offset.Beginning));
        Assert.Equal(["d", "e"], Take(consumer, 2));
    }

    [Fact]
    public async Task A_recreated_topic_is_empty_and_has_another_id()
    {
        using EmbeddedKafka kafka = EmbeddedKafka.Start();
        await Produce(kafka, "events", partition: 0, "a", "b");
        using IAdminClient admin = Admin(kafka);
        string first = await TopicId(admin);

        kafka.DeleteTopic("events");
        kafka.CreateTopic("events", 4);

        Assert.NotEqual(first, await TopicId(admin));
        using IConsumer<Ignore, string> consumer = Consumer(kafka, "readers");
        Assert.Equal(0, consumer.QueryWatermarkOffsets(new TopicPartition("events", 0), Patience).High.Value);
        Assert.Equal(4, admin.GetMetadata("events", Patience).Topics.Single().Partitions.Count);
    }

    [Fact]
    public async Task Pushed_errors_are_the_responses_to_the_next_requests_of_their_type()
    {
        using EmbeddedKafka kafka = EmbeddedKafka.Start();
        kafka.PushErrors(ProduceRequest, ErrorCode.MsgSizeTooLarge);
        using IProducer<Null, string> producer = Producer(kafka, Patience);
        TopicPartition target = new("events", 0);

        ProduceException<Null, string> refused = await Assert.ThrowsAsync<ProduceException<Null, string>>(
            () => producer.ProduceAsync(target, new Message<Null, string> { Value = "a" }));
        Assert.Equal(ErrorCode.MsgSizeTooLarge, refused.Error.Code);

        await producer.ProduceAsync(target, new Message<Null, string> { Value = "b" });
    }

    [Fact]
    public void The_round_trip_time_delays_answers()
    {
        using EmbeddedKafka kafka = EmbeddedKafka.Start();
        using IAdminClient admin = Admin(kafka);
        admin.GetMetadata(Patience);
        TimeSpan delay = TimeSpan.FromMilliseconds(400);

        kafka.SetRoundTripTime(delay);

        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        admin.GetMetadata(Patience);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) >= delay * 0.9);
    }

    [Fact]
    public void Errors_have_the_invalid_value()
    {
        EmbeddedKafka kafka = EmbeddedKafka.Start();
        Assert.Contains(
            "'events'", Assert.Throws<KafkaException>(() => kafka.CreateTopic("events", 1)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "'absent'", Assert.Throws<KafkaException>(() => kafka.DeleteTopic("absent")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => EmbeddedKafka.Start(new EmbeddedKafkaOptions { Partitions = 0 }));
        kafka.Dispose();
        kafka.Dispose();
        Assert.Throws<ObjectDisposedException>(kafka.SetDown);
    }

    private static async Task Produce(EmbeddedKafka kafka, string topic, int partition, params string[] values)
    {
        using IProducer<Null, string> producer = Producer(kafka, Patience);
        foreach (string value in values)
        {
            await producer.ProduceAsync(new TopicPartition(topic, partition), new Message<Null, string> { Value = value });
        }
    }

    private static List<string> Take(IConsumer<Ignore, string> consumer, int count)
    {
        using CancellationTokenSource patience = new(Patience);
        List<string> values = [];
        while (values.Count < count)
        {
            values.Add(consumer.Consume(patience.Token).Message.Value);
        }

        return values;
    }

    private static async Task<string> TopicId(IAdminClient admin)
    {
        DescribeTopicsResult result = await admin.DescribeTopicsAsync(
            TopicCollection.OfTopicNames(["events"]), new DescribeTopicsOptions { RequestTimeout = Patience });
        return result.TopicDescriptions.Single().TopicId.ToString();
    }

    /// <summary>Such as SIGCHLD when a child ends while the main thread handles another signal.</summary>
    [Fact]
    public async Task A_signal_to_the_brokers_thread_does_not_stop_the_brokers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads are found by their names in /proc.");
        using EmbeddedKafka kafka = EmbeddedKafka.Start();

        NativeThreads.Signal("rdk:mock", NativeThreads.ChildEnded);

        await Produce(kafka, "events", partition: 0, "a");
        kafka.CreateTopic("another", partitions: 1);
        await Produce(kafka, "another", partition: 0, "b");
    }

    [Fact]
    public async Task Too_few_file_handles_are_an_error_and_not_the_end_of_the_process()
    {
        using Process process = OwnerProcess.Start("ulimit -n 400", "few-handles");
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, process.ExitCode);
        Assert.NotEqual("0", line);
    }

    private static IAdminClient Admin(EmbeddedKafka kafka) =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers })
            .SetLogHandler((_, _) => { }).Build();

    private static IProducer<Null, string> Producer(EmbeddedKafka kafka, TimeSpan messageTimeout) =>
        new ProducerBuilder<Null, string>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            LingerMs = 0,
            MessageTimeoutMs = (int)messageTimeout.TotalMilliseconds,
            ReconnectBackoffMaxMs = 200,
        }).SetLogHandler((_, _) => { }).Build();

    private static IConsumer<Ignore, string> Consumer(EmbeddedKafka kafka, string group) =>
        new ConsumerBuilder<Ignore, string>(new ConsumerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            GroupId = group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            FetchWaitMaxMs = 10,
            ReconnectBackoffMaxMs = 200,
        }).SetLogHandler((_, _) => { }).Build();
}

using System.Text;
using Confluent.Kafka;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Pipelines;

namespace PathwayOrleans.Producer.Tests;

public sealed class LoadGeneratorTests
{
    private static readonly LoadOptions Options = new() { Events = 20_000, Malformed = 300, Users = 500, Skew = 0.7, Seed = 3 };

    [Fact]
    public async Task The_expectation_matches_the_topic()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        using LoadGenerator generator = Create(kafka, Options);

        await RunAsync(generator);

        AssertExpectationIsMet(generator, kafka);
        Assert.Equal(Options.Events, generator.Expectation.Events);
        Assert.Equal(Options.Malformed, generator.Expectation.Malformed.Count);
        Assert.Equal(Options.Events + Options.Malformed, generator.Acknowledged);
    }

    [Fact]
    public async Task A_load_in_parts_is_the_same_load()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        using LoadGenerator whole = Create(kafka, Options with { UserPrefix = "whole" });
        using LoadGenerator parts = Create(kafka, Options with { UserPrefix = "parts" });

        await RunAsync(whole);
        await Task.Run(() => parts.Run(7_001, CancellationToken.None));
        Assert.Equal(7_001, parts.Acknowledged);
        await RunAsync(parts);

        Assert.Equal(whole.Acknowledged, parts.Acknowledged);
        Assert.Equal(
            whole.Expectation.Users.Select(user => (user.Count, user.TotalValue, user.LastTime)),
            parts.Expectation.Users.Select(user => (user.Count, user.TotalValue, user.LastTime)));
        Assert.Equal(Options.Malformed, parts.Expectation.Malformed.Count);
    }

    [Fact]
    public async Task An_outage_neither_loses_nor_repeats_an_event()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        using var gate = new ClosingGate(closesAfter: 10_000);
        using LoadGenerator generator = Create(kafka, Options, gate);
        Task running = RunAsync(generator);
        await gate.Closed;

        // The embedded broker would append a message again whose acknowledgement is lost.
        await Eventually.SucceedsAsync(() => generator.Acknowledged == 10_000, "what passed the gate to be acknowledged");
        kafka.Faults.SetDown();
        gate.Open();
        await Eventually.SucceedsAsync(() => gate.Entered == Options.Events + Options.Malformed, "everything to be handed over");
        kafka.Faults.SetUp();
        await running;

        AssertExpectationIsMet(generator, kafka);
        Assert.Equal(Options.Events, generator.Expectation.Events);
    }

    [Fact]
    public async Task A_closed_gate_blocks_messages_until_it_is_opened()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        using var gate = new ClosingGate(closesAfter: 1_000);
        using LoadGenerator generator = Create(kafka, Options, gate);
        Task running = RunAsync(generator);

        await gate.Closed;
        await Eventually.SucceedsAsync(() => generator.Acknowledged == 1_000, "what passed the gate to be acknowledged");
        Assert.False(running.IsCompleted);
        Assert.Equal(1_000, generator.Ends().Sum());

        gate.Open();
        await running;
        Assert.Equal(Options.Events + Options.Malformed, generator.Acknowledged);
        Assert.Equal(TopicLog.Read(kafka).Sum(Size), gate.Bytes - (generator.Acknowledged * 24));

        static long Size(ConsumeResult<byte[]?, byte[]?> record) =>
            (record.Message.Key?.Length ?? 0) + (record.Message.Value?.Length ?? 0);
    }

    [Fact]
    public async Task Producing_stops_on_cancellation()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        using var gate = new ClosingGate(closesAfter: 10);
        using LoadGenerator generator = Create(kafka, Options, gate);
        using var stop = new CancellationTokenSource();
        Task running = RunAsync(generator, stop.Token);
        await gate.Closed;

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_missing_topic_is_named_and_not_created()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        var options = new KafkaOptions { BootstrapServers = kafka.BootstrapServers, Topic = $"{kafka.Topic}-missing" };

        for (int attempt = 0; attempt < 2; attempt++)
        {
            var failure = Assert.Throws<ProduceFailedException>(
                () => new LoadGenerator(options, Options, 0, TimeProvider.System, _ => { }));
            Assert.Contains(options.Topic, failure.Message);
            Assert.Contains(options.BootstrapServers, failure.Message);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_invalid_rate_is_rejected(double rate) => Assert.StartsWith(
        FormattableString.Invariant($"--rate is {rate}"),
        Assert.Throws<CommandFailedException>(
            () => new LoadGenerator(new KafkaOptions(), Options, rate, TimeProvider.System, _ => { })).Message);

    private static LoadGenerator Create(KafkaForTests kafka, LoadOptions options, IProducerGate? gate = null) => new(
        new KafkaOptions { BootstrapServers = kafka.BootstrapServers, Topic = kafka.Topic }, options, rate: 0,
        TimeProvider.System, _ => { }, gate,
        keepsLog: true);

    private static Task RunAsync(LoadGenerator generator, CancellationToken cancellationToken = default) =>
        Task.Factory.StartNew(
            () => generator.Run(cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private static void AssertExpectationIsMet(LoadGenerator generator, KafkaForTests kafka)
    {
        var users = new Dictionary<string, UserExpectation>();
        var malformed = new Dictionary<(int, long), string>();
        var records = new BuiltInRecords();
        var ends = new long[kafka.Partitions];
        var log = new List<PlacedEvent>();
        var parser = new EventParser(new UserIdPool(), EventRules.Default);
        foreach (ConsumeResult<byte[]?, byte[]?> record in TopicLog.Read(kafka))
        {
            ends[record.Partition.Value] = record.Offset.Value + 1;
            if (parser.Parse(record.Message.Value, out ParsedEvent parsed) != RejectionReason.None)
            {
                malformed.Add(
                    (record.Partition.Value, record.Offset.Value),
                    records.ReasonOf(record.Message.Value, record.Message.Timestamp.UnixTimestampMs)!);
                continue;
            }

            Assert.Equal(parsed.UserId, Encoding.UTF8.GetString(record.Message.Key!));
            log.Add(new PlacedEvent(
                SourcePartition.Of("s", record.Partition.Value), record.Offset.Value, parsed.UserId, parsed.Time!.Value,
                parsed.Value));
            UserExpectation before = users.GetValueOrDefault(parsed.UserId);
            users[parsed.UserId] = new UserExpectation(
                parsed.UserId, before.Count + 1, before.TotalValue + parsed.Value, Math.Max(before.LastTime, parsed.Time!.Value));
        }

        Assert.Equal(users.Values.OrderBy(user => user.UserId), generator.Expectation.Users.OrderBy(user => user.UserId));
        Assert.Equal(malformed.OrderBy(entry => entry.Key), generator.Expectation.Malformed.OrderBy(entry => entry.Key));
        Assert.Equal(ends, generator.Ends());
        Assert.Equal(
            log.GroupBy(placed => placed.Partition).OrderBy(events => events.Key.Partition).Select(events => events.ToList()),
            generator.Expectation.Log(number => SourcePartition.Of("s", number))
                .Select(events => events.ToList()).OrderBy(events => events[0].Partition.Partition));
    }
}

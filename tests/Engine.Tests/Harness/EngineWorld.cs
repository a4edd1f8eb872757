using Microsoft.Extensions.DependencyInjection;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Engine.Tests.Harness;

/// <summary>A topic and a database for one test, and the engines that use them.</summary>
internal sealed class EngineWorld : IAsyncDisposable
{
    // Idle fetches and rebalances take this long. Real brokers accept no shorter sessions than six seconds.
    private static readonly Dictionary<string, string?> QuickClient = new()
    {
        ["Pathway:Kafka:Client:fetch.wait.max.ms"] = "50",
        ["Pathway:Kafka:Client:heartbeat.interval.ms"] = "200",
        ["Pathway:Kafka:Client:session.timeout.ms"] = KafkaForTests.IsReal ? "6000" : "3000",
    };

    private readonly EngineFixture _fixture;
    private readonly List<RunningEngine> _engines = [];

    private EngineWorld(EngineFixture fixture, KafkaForTests kafka, PostgresForTests database)
    {
        _fixture = fixture;
        Kafka = kafka;
        Database = database;
    }

    internal KafkaForTests Kafka { get; }

    internal PostgresForTests Database { get; }

    internal static async Task<EngineWorld> CreateAsync(EngineFixture fixture, int partitions) =>
        new(fixture, await KafkaForTests.StartAsync(partitions), await PostgresForTests.CreateAsync());

    /// <summary>Starts an engine. The world stops it if the test does not.</summary>
    internal Task<RunningEngine> StartAsync(params (string Key, string Value)[] settings) => StartAsync(_ => { }, settings);

    /// <summary>Starts an engine whose services are changed.</summary>
    internal Task<RunningEngine> StartAsync(Action<IServiceCollection> configure, params (string Key, string Value)[] settings) =>
        StartAsync(_fixture, configure, settings);

    /// <summary>Starts an engine of another kind.</summary>
    internal async Task<RunningEngine> StartAsync(
        EngineFixture fixture, Action<IServiceCollection> configure, params (string Key, string Value)[] settings)
    {
        var configuration = new Dictionary<string, string?>(QuickClient);
        foreach ((string key, string value) in settings)
        {
            configuration[key] = value;
        }

        RunningEngine engine = await fixture.StartAsync(new EngineFixture.EngineSetup(Database, Kafka, configuration, configure));
        _engines.Add(engine);
        return engine;
    }

    /// <summary>Writes events of the form (user, value) into a partition.</summary>
    internal Task ProduceAsync(int partition, params IEnumerable<(string User, double Value)> events) =>
        Kafka.ProduceAsync(partition, events.Select(e => (byte[]?)KafkaForTests.Event(e.User, e.Value)));

    /// <summary>Writes a part of each partition's events.</summary>
    internal async Task ProduceAsync(PlacedEvent[][] logs, int from, int to)
    {
        for (int number = 0; number < logs.Length; number++)
        {
            await Kafka.ProduceAsync(number, logs[number].Take(to).Skip(from));
        }
    }

    /// <summary>Waits until everything below an offset of a partition is durable.</summary>
    internal Task DurableAsync(RunningEngine engine, int partition, long next) => engine.WaitAsync(
        async () => (await Progress.ReadAsync(Kafka, Database)).GetValueOrDefault(partition) >= next,
        $"partition {partition} durable below {next}");

    /// <summary>The rows of <c>events</c>: user, count, total.</summary>
    internal Task<string[]> CountsAsync() =>
        Database.RowsAsync("SELECT user_id, count, total_value FROM events ORDER BY user_id COLLATE \"C\"");

    /// <summary>The dead letters: partition, position, reason, text of the record.</summary>
    internal Task<string[]> LettersAsync() => Database.RowsAsync(
        "SELECT partition, position, reason, convert_from(raw, 'UTF8') FROM dead_letters ORDER BY partition, position, reason");

    public async ValueTask DisposeAsync()
    {
        foreach (RunningEngine engine in Enumerable.Reverse(_engines))
        {
            await engine.DisposeAsync();
        }

        await Kafka.DisposeAsync();
        await Database.DisposeAsync();
    }
}

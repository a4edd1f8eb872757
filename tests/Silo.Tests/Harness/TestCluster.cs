using Microsoft.AspNetCore.Builder;
using Orleans.Streams;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Silo.Streams;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>Silos in this process, with a database and a topic for one test.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly List<TestSilo> _silos = [];
    private readonly Dictionary<string, string?> _settings;
    private readonly Action<WebApplicationBuilder> _configure;
    private readonly bool _ownsKafka;
    private int _started;

    private TestCluster(
        PostgresForTests database, KafkaForTests kafka, bool ownsKafka, Dictionary<string, string?> settings,
        Action<WebApplicationBuilder>? configure)
    {
        Database = database;
        Kafka = kafka;
        _ownsKafka = ownsKafka;
        _settings = settings;
        _configure = configure ?? (_ => { });
    }

    internal PostgresForTests Database { get; }

    internal KafkaForTests Kafka { get; }

    internal IReadOnlyList<TestSilo> Silos => _silos;

    /// <summary>The grain factory of one of the silos.</summary>
    internal IGrainFactory Grains => _silos[0].Grains;

    /// <summary>Starts a cluster; returns once every partition is read.</summary>
    /// <param name="silos">The number of silos.</param>
    /// <param name="partitions">The number of partitions of the topic, if it is created.</param>
    /// <param name="configure">Changes each silo before it starts.</param>
    /// <param name="kafka">An existing topic, which the caller disposes; null to create one.</param>
    /// <param name="settings">The configuration of every silo.</param>
    internal static async Task<TestCluster> StartAsync(
        int silos = 1, int partitions = 4, Action<WebApplicationBuilder>? configure = null, KafkaForTests? kafka = null,
        params (string Key, string Value)[] settings)
    {
        var cluster = new TestCluster(
            await PostgresForTests.CreateAsync(),
            kafka ?? await KafkaForTests.StartAsync(partitions),
            kafka is null,
            settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value),
            configure);
        try
        {
            for (int i = 0; i < silos; i++)
            {
                await cluster.AddSiloAsync();
            }

            await cluster.BalancedAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more silo; it is a member when this returns, but may have no partitions yet.</summary>
    internal async Task<TestSilo> AddSiloAsync()
    {
        TestSilo silo = await TestSilo.StartAsync($"silo-{++_started}", Database, Kafka, _configure, _settings);
        _silos.Add(silo);
        return silo;
    }

    /// <summary>Stops a silo as an operator would.</summary>
    internal async Task StopSiloAsync(TestSilo silo)
    {
        _silos.Remove(silo);
        await silo.DisposeAsync();
    }

    /// <summary>
    /// Waits until each silo reads the partitions that are its own as long as these silos are the members, and no others. A silo
    /// that has just joined may have no partitions yet, although those of the others already look even.
    /// </summary>
    internal Task BalancedAsync() => Eventually.SucceedsAsync(
        () =>
        {
            SiloAddress[] members = [.. _silos.Select(silo => silo.Address)];
            QueueId[] queues = [.. new PartitionQueueMapper(Kafka.Partitions).GetAllQueues()];
            return _silos.All(silo => silo.Buffers.Select(buffer => buffer.Number).Order().SequenceEqual(
                EvenQueueBalancer.QueuesOf(silo.Address, members, queues).Select(PartitionQueueMapper.PartitionOf).Order()));
        },
        $"{Kafka.Partitions} partitions spread evenly over {_silos.Count} silos");

    /// <summary>The silo that reads a partition.</summary>
    internal TestSilo OwnerOf(int partition) => _silos.Single(silo => silo.Buffers.Any(buffer => buffer.Number == partition));

    /// <summary>The buffer of a partition.</summary>
    internal PartitionBuffer BufferOf(int partition) => OwnerOf(partition).Buffers.Single(buffer => buffer.Number == partition);

    /// <summary>Writes events of the form (user, value) into a partition.</summary>
    internal Task ProduceAsync(int partition, params IEnumerable<(string User, double Value)> events) =>
        Kafka.ProduceAsync(partition, events.Select(e => (byte[]?)KafkaForTests.Event(e.User, e.Value)));

    /// <summary>Waits until everything below an offset of a partition is durable.</summary>
    internal Task DurableAsync(int partition, long next) => Eventually.SucceedsAsync(
        async () => (await Progress.ReadAsync(Kafka, Database)).GetValueOrDefault(partition) >= next,
        $"partition {partition} durable below {next}");

    /// <summary>The rows of <c>events</c>: user, count, total.</summary>
    internal Task<string[]> CountsAsync() =>
        Database.RowsAsync("SELECT user_id, count, total_value FROM events ORDER BY user_id COLLATE \"C\"");

    /// <summary>The silo that a grain is active on; null if it is not active.</summary>
    internal async Task<SiloAddress?> PlaceOfAsync(IAddressable grain) =>
        await Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain);

    internal Task<ClusterStatus> StatusAsync() => Grains.GetGrain<IClusterStatusGrain>(0).GetStatus();

    public async ValueTask DisposeAsync()
    {
        foreach (TestSilo silo in Enumerable.Reverse(_silos))
        {
            await silo.DisposeAsync();
        }

        if (_ownsKafka)
        {
            await Kafka.DisposeAsync();
        }

        await Database.DisposeAsync();
    }
}

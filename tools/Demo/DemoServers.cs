using System.Security.Cryptography;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Demo.Workers;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Demo;

/// <summary>The Kafka and the Postgres of a demo: started by the demo, or the user's.</summary>
internal sealed class DemoServers : IAsyncDisposable
{
    /// <summary>The number of partitions of a topic that the demo creates.</summary>
    internal const int Partitions = 10;

    // Lets all workers join before partitions are assigned, as Kafka's group.initial.rebalance.delay.ms does.
    private static readonly TimeSpan InitialRebalanceDelay = TimeSpan.FromSeconds(1);

    private readonly EmbeddedKafka? _embeddedKafka;
    private readonly PrivatePostgres? _privatePostgres;

    private DemoServers(
        EmbeddedKafka? embeddedKafka, KafkaOptions kafka, PrivatePostgres? privatePostgres, DatabaseOptions database,
        string runId)
    {
        _embeddedKafka = embeddedKafka;
        _privatePostgres = privatePostgres;
        Kafka = kafka;
        Database = database;
        RunId = runId;
    }

    internal KafkaOptions Kafka { get; }

    internal DatabaseOptions Database { get; }

    /// <summary>Letters and digits that are unique to this run.</summary>
    internal string RunId { get; }

    /// <summary>Whether the broker is the embedded one, which starts empty and drops records that are not read in time.</summary>
    internal bool HasEmbeddedKafka => _embeddedKafka is not null;

    /// <summary>Whether the database is a private, empty one.</summary>
    internal bool HasPrivatePostgres => _privatePostgres is not null;

    /// <summary>The database's address for use in other programs; null for the user's database.</summary>
    internal string? DatabaseUrl => _privatePostgres?.Url(DemoDatabase.Name);

    internal WorkerSetting Setting => new(Kafka, Database, HasEmbeddedKafka, HasPrivatePostgres, RunId);

    /// <summary>The prefix of this run's user ids. On shared servers it is unique to this run.</summary>
    internal string UserPrefix => HasPrivatePostgres && HasEmbeddedKafka ? "u" : $"demo-{RunId}-u";

    /// <summary>Starts both servers, or connects to the user's.</summary>
    /// <exception cref="CommandFailedException">
    /// The topic does not exist on the user's broker and could not be created.
    /// </exception>
    internal static async Task<DemoServers> StartAsync(
        DemoOptions options, Action<string> log, CancellationToken cancellationToken)
    {
        string runId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        DatabaseOptions? givenDatabase = options.Database is { } address
            ? DatabaseConfiguration.Read(
                PathwayConfiguration.Load(KeyValuePair.Create<string, string?>(DatabaseConfiguration.AddressKey, address)))
            : null;
        KafkaOptions? givenKafka = options.Brokers is { } brokers ? ReadKafka(brokers, runId) : null;
        if (givenKafka is not null)
        {
            await DemoTopic.EnsureAsync(givenKafka, Partitions, log, cancellationToken);
        }

        PrivatePostgres? postgres = givenDatabase is null ? await DemoDatabase.StartAsync(log, cancellationToken) : null;
        EmbeddedKafka? embedded = null;
        try
        {
            if (givenKafka is null)
            {
                embedded = EmbeddedKafka.Start(
                    new EmbeddedKafkaOptions { Partitions = Partitions, InitialRebalanceDelay = InitialRebalanceDelay });
                log($"embedded Kafka at {embedded.BootstrapServers}");
            }

            return new DemoServers(
                embedded,
                givenKafka ?? Options(embedded!),
                postgres,
                givenDatabase ?? new DatabaseOptions { ConnectionString = postgres!.Url(DemoDatabase.Name) },
                runId);
        }
        catch
        {
            embedded?.Dispose();
            await DisposeAsync(postgres);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _embeddedKafka?.Dispose();
        await DisposeAsync(_privatePostgres);
    }

    private static KafkaOptions Options(EmbeddedKafka embedded) => new()
    {
        BootstrapServers = embedded.BootstrapServers,

        Client =
        {
            // At each fetch the embedded broker searches its batches from the first one. With many small batches, that takes a
            // third of a processor.
            ["linger.ms"] = "50",

            // So that records of more than 1 MiB, which become dead letters, can be produced.
            ["message.max.bytes"] = "3000000",
        },
    };

    private static KafkaOptions ReadKafka(string brokers, string runId)
    {
        KafkaOptions options = PathwayConfiguration.Bind(
            PathwayConfiguration.Load(
                KeyValuePair.Create<string, string?>($"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}", brokers)),
            KafkaOptions.Section,
            new KafkaOptionsValidator());

        // A separate group: workers of another deployment must not take partitions from this run's workers.
        options.GroupId = $"pathway-demo-{runId}";
        options.GroupInstanceId = null;
        return options;
    }

    private static ValueTask DisposeAsync(PrivatePostgres? postgres) => postgres?.DisposeAsync() ?? ValueTask.CompletedTask;
}

using System.Security.Cryptography;
using PathwayOrleans.Cli.Database;
using PathwayOrleans.Cli.Demo.Workers;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Cli.Demo;

/// <summary>The Kafka and the Postgres of a demo: our own, or the user's.</summary>
internal sealed class DemoStage : IAsyncDisposable
{
    /// <summary>Partitions of a topic that the demo creates.</summary>
    internal const int Partitions = 10;

    // Time for all workers to join before partitions are handed out, as a Kafka broker gives them.
    private static readonly TimeSpan InitialRebalanceDelay = TimeSpan.FromSeconds(1);

    private readonly EmbeddedKafka? _embeddedKafka;
    private readonly PrivatePostgres? _privatePostgres;

    private DemoStage(EmbeddedKafka? embeddedKafka, KafkaOptions kafka, PrivatePostgres? privatePostgres, DatabaseOptions database, string runId)
    {
        _embeddedKafka = embeddedKafka;
        _privatePostgres = privatePostgres;
        Kafka = kafka;
        Database = database;
        RunId = runId;
    }

    internal KafkaOptions Kafka { get; }

    internal DatabaseOptions Database { get; }

    /// <summary>A few letters and digits that no other run has.</summary>
    internal string RunId { get; }

    /// <summary>Whether the broker is our own: it drops what is not read in time, and starts empty.</summary>
    internal bool HasEmbeddedKafka => _embeddedKafka is not null;

    /// <summary>Whether the database is our own, empty one.</summary>
    internal bool HasPrivatePostgres => _privatePostgres is not null;

    /// <summary>The database's address as a user can give it to other programs; null for the user's own.</summary>
    internal string? DatabaseUrl => _privatePostgres?.Url(DemoDatabase.Name);

    internal WorkerSetting Setting => new(Kafka, Database, HasEmbeddedKafka, HasPrivatePostgres, RunId);

    /// <summary>What this run's user ids begin with. Where others may have users too, nobody else's do.</summary>
    internal string UserPrefix => HasPrivatePostgres && HasEmbeddedKafka ? "u" : $"demo-{RunId}-u";

    /// <summary>Starts, or finds, both.</summary>
    /// <exception cref="CommandFailedException">The user's own broker has no such topic and did not create one.</exception>
    internal static async Task<DemoStage> SetAsync(DemoOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        string runId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        DatabaseOptions? givenDatabase = options.Database is { } address ? DatabaseSettings.Read(address, null) : null;
        KafkaOptions? givenKafka = options.Brokers is { } brokers ? ReadKafka(brokers, runId) : null;
        if (givenKafka is not null)
        {
            await DemoTopic.EnsureAsync(givenKafka, Partitions, say, cancellationToken);
        }

        PrivatePostgres? postgres = givenDatabase is null ? await DemoDatabase.StartAsync(say, cancellationToken) : null;
        EmbeddedKafka? embedded = null;
        try
        {
            if (givenKafka is null)
            {
                embedded = EmbeddedKafka.Start(
                    new EmbeddedKafkaOptions { Partitions = Partitions, InitialRebalanceDelay = InitialRebalanceDelay });
                say($"embedded Kafka at {embedded.BootstrapServers}");
            }

            return new DemoStage(
                embedded,
                givenKafka ?? EmbeddedOptions(embedded!, runId),
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

    private static KafkaOptions ReadKafka(string brokers, string runId)
    {
        KafkaOptions options = PathwayConfiguration.Kafka(PathwayConfiguration.Load(
            KeyValuePair.Create<string, string?>($"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}", brokers)));

        // Workers of somebody else's must not take partitions from this run's.
        options.GroupId = $"pathway-demo-{runId}";
        options.GroupInstanceId = null;
        return options;
    }

    // A fresh name: an embedded broker starts empty, and counts from 0 again.
    private static KafkaOptions EmbeddedOptions(EmbeddedKafka kafka, string runId) => new()
    {
        BootstrapServers = kafka.BootstrapServers,
        SourceName = $"embedded-{runId}",
    };

    private static ValueTask DisposeAsync(PrivatePostgres? postgres) => postgres?.DisposeAsync() ?? ValueTask.CompletedTask;
}

using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.Client.Configuration;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Client.Tests.Cluster;

/// <summary>Fake silos with a separate database.</summary>
public sealed class FakeCluster : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<FakeSilo> _silos = [];
    private PostgresForTests? _database;

    internal FakeData Data { get; } = new();

    internal PostgresForTests Database => _database!;

    internal ClientSettings Settings { get; private set; } = null!;

    internal IReadOnlyList<FakeSilo> Silos => _silos;

    /// <summary>The options with which the client connects to this cluster; the time limit allows for a busy machine.</summary>
    internal string[] Options => ["--database", Database.Url, "--timeout", "60"];

    /// <summary>A cluster with one silo.</summary>
    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        await AddSiloAsync();
    }

    /// <summary>A database with the tables but without a silo.</summary>
    internal async Task PrepareAsync(string serviceId = ServiceId.Default, string? clusterId = null)
    {
        _database = await PostgresForTests.CreateAsync();
        var options = new DatabaseOptions { ConnectionString = _database.Url, ServiceId = serviceId };
        await using (var session = new DatabaseSession(options, "test"))
        {
            await new SchemaMigrator(NullLogger<SchemaMigrator>.Instance).MigrateAsync(session, CancellationToken.None);
        }

        Settings = new ClientSettings(options, clusterId ?? serviceId, Patience);
    }

    internal async Task AddSiloAsync() => _silos.Add(await FakeSilo.StartAsync(Settings, Data));

    /// <summary>Runs the client against this cluster.</summary>
    internal Task<CommandProcess> AskAsync(int exitCode, params string[] arguments) =>
        ClientProcess.RunAsync([.. Options, .. arguments], exitCode);

    public async ValueTask DisposeAsync()
    {
        foreach (FakeSilo silo in _silos)
        {
            await silo.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}

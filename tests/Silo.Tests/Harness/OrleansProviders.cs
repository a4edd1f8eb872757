using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Storage;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>
/// Orleans' own ADO.NET providers on the migrated schema of a service. They belong to a silo that is configured but not
/// started.
/// </summary>
internal sealed class OrleansProviders : IAsyncDisposable
{
    private const string Invariant = "Npgsql";
    private const string Users = "users";
    private const string UsersDeleted = "users-deleted";
    private const string Others = "others";

    private readonly IHost _host;
    private readonly string _connectionString;
    private readonly string _clusterId;

    private OrleansProviders(IHost host, string connectionString, string clusterId)
    {
        _host = host;
        _connectionString = connectionString;
        _clusterId = clusterId;
    }

    /// <summary>Stores the states of users; clearing empties their rows.</summary>
    internal IGrainStorage Storage => _host.Services.GetRequiredKeyedService<IGrainStorage>(Users);

    /// <summary>Stores the states of users; clearing deletes their rows.</summary>
    internal IGrainStorage DeletingStorage => _host.Services.GetRequiredKeyedService<IGrainStorage>(UsersDeleted);

    /// <summary>The storage of other grains, with Orleans' default serializer.</summary>
    internal IGrainStorage StorageOfOthers => _host.Services.GetRequiredKeyedService<IGrainStorage>(Others);

    internal IMembershipTable Membership => _host.Services.GetRequiredService<IMembershipTable>();

    internal static async Task<OrleansProviders> StartAsync(
        PostgresForTests database, string serviceId = ServiceId.Default, string clusterId = "test-cluster")
    {
        var options = new DatabaseOptions { ConnectionString = database.Url, ServiceId = serviceId };
        await using (var session = new DatabaseSession(options, "pathway-migrate"))
        {
            await Commits.PrepareAsync(session, options);
        }

        NpgsqlConnectionStringBuilder settings = PostgresAddress.Parse(database.Url);
        settings.SearchPath = $"\"{ServiceId.Schema(serviceId)}\"";
        settings.ApplicationName = "pathway-silo";
        settings.Pooling = false;
        var providers = new OrleansProviders(
            BuildSilo(settings.ConnectionString, serviceId, clusterId), settings.ConnectionString, clusterId);
        foreach (IGrainStorage storage in (IGrainStorage[])
        [
            providers.Storage,
            providers.DeletingStorage,
            providers.StorageOfOthers
        ])
        {
            var lifecycle = new StartOnly();
            ((ILifecycleParticipant<ISiloLifecycle>)storage).Participate(lifecycle);
            await lifecycle.OnStart();
        }

        return providers;
    }

    /// <summary>The gateways that a client of the cluster gets.</summary>
    internal async Task<string[]> GatewaysAsync()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(cluster => cluster.ClusterId = _clusterId)
            .UseAdoNetClustering(options =>
            {
                options.Invariant = Invariant;
                options.ConnectionString = _connectionString;
            }));
        using IHost client = builder.Build();
        var gateways = client.Services.GetRequiredService<IGatewayListProvider>();
        await gateways.InitializeGatewayListProviderAsync(CancellationToken.None);
        return [.. (await gateways.GetGatewaysAsync(CancellationToken.None)).Select(gateway => gateway.ToString()).Order(
            StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private static IHost BuildSilo(string connectionString, string serviceId, string clusterId)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (serviceId, clusterId))
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, connectionString))
            .AddAdoNetGrainStorage(Users, options => Configure(options, new CountedUserSerializer()))
            .AddAdoNetGrainStorage(UsersDeleted, options =>
            {
                Configure(options, new CountedUserSerializer());
                options.DeleteStateOnClear = true;
            })
            .AddAdoNetGrainStorage(Others, options => Configure(options, null)));
        return builder.Build();

        void Configure(AdoNetGrainStorageOptions options, IGrainStorageSerializer? serializer)
        {
            options.Invariant = Invariant;
            options.ConnectionString = connectionString;
            if (serializer is not null)
            {
                options.GrainStorageSerializer = serializer;
            }
        }
    }

    /// <summary>Starts only the lifecycle participants of the providers, not the silo.</summary>
    private sealed class StartOnly() : LifecycleSubject(NullLogger.Instance), ISiloLifecycle
    {
        public int HighestCompletedStage => int.MinValue;

        public int LowestStoppedStage => int.MaxValue;
    }
}

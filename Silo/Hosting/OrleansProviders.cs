using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.Streams;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Silo.Membership;
using PathwayOrleans.Silo.Streams;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>Configures Orleans' providers.</summary>
internal static class OrleansProviders
{
    private const string PlainProvider = "pathway-adonet";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestCleanupPeriod = TimeSpan.FromHours(1);

    // After three missed updates of its row, a silo is also probed by silos that are still joining, which wait for the result.
    // After a whole cluster was killed, only joining silos can declare its silos dead.
    private static readonly TimeSpan AlivePeriod = TimeSpan.FromSeconds(5);

    // A silo that was cut off and declared dead finds that out only from the table when its link is back, because the other
    // silos send it no messages. Until then its writes are rejected. Orleans' default is one minute.
    private static readonly TimeSpan TableRefreshPeriod = TimeSpan.FromSeconds(10);

    // A silo that sent a message within three times the longest probe is not declared dead, although it misses probes. With
    // Orleans' factor of four a frozen silo kept its partitions for half a minute.
    private const int LongestProbe = 2;

    private static readonly TimeSpan LoadPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IdleWorkerPeriod = TimeSpan.FromSeconds(30);

    /// <summary>Keeps the membership table in the service's own schema.</summary>
    internal static void UseMembership(this ISiloBuilder silo)
    {
        silo.UseAdoNetClustering(options => options.Configure<IOptions<DatabaseOptions>>((clustering, database) =>
        {
            clustering.Invariant = SiloDatabase.Invariant;
            clustering.ConnectionString = SiloDatabase.ConnectionString(database.Value);
        }));
        silo.Services.AddOptions<ClusterMembershipOptions>().Configure<IOptions<PathwaySiloOptions>>((membership, ours) =>
        {
            TimeSpan retention = ours.Value.DeadSiloRetention;
            membership.ProbeTimeout = ours.Value.ProbeTimeout;

            // Otherwise Orleans shortens the timeout, which is also the period, to one second if answers are fast.
            membership.MinProbeTimeout = ours.Value.ProbeTimeout;
            membership.MaxProbeTimeout = ours.Value.ProbeTimeout * LongestProbe;
            membership.IAmAliveTablePublishTimeout = AlivePeriod;
            membership.TableRefreshTimeout = TableRefreshPeriod;
            membership.DefunctSiloExpiration = retention;
            membership.DefunctSiloMinimumRetention = Min(retention, membership.DefunctSiloMinimumRetention);
            membership.DefunctSiloCleanupPeriod = Min(retention, LongestCleanupPeriod);
        });
        silo.Services.AddKeyedSingleton<TimeProvider>(
            TimeProviderNames.Membership, (provider, _) => provider.GetRequiredService<DatabaseClock>());
        silo.Services.AddOptions<SiloConnectionOptions>().Configure<PeerConnections>(
            (options, peers) =>
            {
                options.ConfigureSiloOutboundConnection(connection => connection.Use(peers.WatchOutbound));
                options.ConfigureSiloInboundConnection(connection => connection.Use(peers.WatchInbound));
            });
    }

    /// <summary>
    /// Silos exchange their load every five seconds instead of every second. Only placement reads it, and our grains are placed
    /// on the silo that calls them first.
    /// </summary>
    internal static void SetLoadPublishPeriod(this ISiloBuilder silo) =>
        silo.Services.AddOptions<DeploymentLoadPublisherOptions>().Configure(
            options => options.DeploymentLoadPublisherRefreshTime = LoadPeriod);

    /// <summary>
    /// Idle workers of stateless grains are looked for every 30 seconds instead of twice a second. The dashboard keeps one such
    /// grain active.
    /// </summary>
    internal static void SetIdleWorkerPeriod(this ISiloBuilder silo) =>
        silo.Services.AddOptions<StatelessWorkerOptions>().Configure(
            options => options.IdleWorkersInspectionPeriod = IdleWorkerPeriod);

    /// <summary>
    /// Sizes the cache of grain locations for twice the maximum number of users in memory. Orleans' default is a million
    /// entries, which are allocated at the start.
    /// </summary>
    internal static void SizeDirectoryCache(this ISiloBuilder silo) =>
        silo.Services.AddOptions<GrainDirectoryOptions>().Configure<IOptions<EngineOptions>>(
            (directory, engine) => directory.CacheSize = 2 * engine.Value.MaxUsersInMemory);

    /// <summary>Registers the storage of users' states. Both variants use the rows of Orleans' ADO.NET provider.</summary>
    internal static void UseUserStorage(this ISiloBuilder silo, bool groupCommit)
    {
        if (groupCommit)
        {
            silo.Services.AddSingleton<GroupCommitGrainStorage>();
            silo.Services.AddKeyedSingleton<IGrainStorage>(
                UserAggregateGrain.StorageProvider, (provider, _) => provider.GetRequiredService<GroupCommitGrainStorage>());
            return;
        }

        silo.AddAdoNetGrainStorage(PlainProvider, (OptionsBuilder<AdoNetGrainStorageOptions> options) =>
            options.Configure<IOptions<DatabaseOptions>>((storage, database) =>
            {
                storage.Invariant = SiloDatabase.Invariant;
                storage.ConnectionString = SiloDatabase.ConnectionString(database.Value);
                storage.GrainStorageSerializer = new UserStateSerializer();
            }));
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            UserAggregateGrain.StorageProvider,
            (provider, _) => new ThrottledGrainStorage(
                provider.GetRequiredKeyedService<IGrainStorage>(PlainProvider),
                provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ServiceId,
                SiloDatabase.MaxConnections - 1,
                provider.GetRequiredService<RecordCounters>(),
                provider.GetRequiredService<FinishedInputs>(),
                provider.GetRequiredService<DatabaseRetry>(),
                provider.GetRequiredService<GroupCommit>(),
                provider.GetRequiredService<EngineCounters>()));
    }

    /// <summary>Registers one stream per partition. The partition's grain is its only subscriber, implicitly.</summary>
    internal static void UsePartitionStreams(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<PartitionQueueAdapterFactory>();
        silo.Services.AddSingleton(provider =>
            new PartitionOwnership(provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        silo.AddPersistentStreams(
            PartitionStreams.Provider,
            (provider, _) => provider.GetRequiredService<PartitionQueueAdapterFactory>(),
            streams =>
            {
                streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
                streams.ConfigurePullingAgent(options =>
                    options.Configure(agent => agent.GetQueueMsgsTimerPeriod = PollInterval));
                streams.ConfigurePartitionBalancing((provider, _) =>
                    ActivatorUtilities.CreateInstance<EvenQueueBalancer>(provider));
            });
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

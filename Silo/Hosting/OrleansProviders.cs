using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.Streams;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Hosting;
using PathwayOrleans.Silo.Persistence;
using PathwayOrleans.Silo.Streams;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>Orleans' providers, set up for this project.</summary>
internal static class OrleansProviders
{
    private const string PlainProvider = "pathway-adonet";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestCleanupPeriod = TimeSpan.FromHours(1);

    // A row that missed three of these is doubted, and asked for life even by silos that are still joining. They wait
    // for it: where a whole cluster was killed, nobody else would find its silos dead.
    private static readonly TimeSpan AlivePeriod = TimeSpan.FromSeconds(5);

    // A silo that was cut off, declared dead and is back learns of it from the table alone: nobody speaks to the dead.
    // Until then it goes on with writes that are refused. Orleans would look once a minute.
    private static readonly TimeSpan TableRefreshPeriod = TimeSpan.FromSeconds(10);

    /// <summary>Membership in the service's own schema.</summary>
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
            membership.IAmAliveTablePublishTimeout = AlivePeriod;
            membership.TableRefreshTimeout = TableRefreshPeriod;
            membership.DefunctSiloExpiration = retention;
            membership.DefunctSiloMinimumRetention = Min(retention, membership.DefunctSiloMinimumRetention);
            membership.DefunctSiloCleanupPeriod = Min(retention, LongestCleanupPeriod);
        });
    }

    /// <summary>
    /// Remembers where as many grains are as there may be users in memory, and some; the default is made for a
    /// million and takes its memory at once.
    /// </summary>
    internal static void SizeDirectoryCache(this ISiloBuilder silo) =>
        silo.Services.AddOptions<GrainDirectoryOptions>().Configure<IOptions<EngineOptions>>(
            (directory, engine) => directory.CacheSize = 2 * engine.Value.MaxUsersInMemory);

    /// <summary>Users' states, in the rows of Orleans' ADO.NET provider either way.</summary>
    internal static void UseUserStorage(this ISiloBuilder silo, bool groupCommit)
    {
        if (groupCommit)
        {
            silo.Services.AddSingleton<GroupCommitGrainStorage>();
            silo.Services.AddKeyedSingleton<IGrainStorage>(
                UserAggregateGrain.StorageProvider, (provider, _) => provider.GetRequiredService<GroupCommitGrainStorage>());
            return;
        }

        silo.AddAdoNetGrainStorage(PlainProvider, (OptionsBuilder<AdoNetGrainStorageOptions> options) => options.Configure<IOptions<DatabaseOptions>>((storage, database) =>
        {
            storage.Invariant = SiloDatabase.Invariant;
            storage.ConnectionString = SiloDatabase.ConnectionString(database.Value);
            storage.GrainStorageSerializer = new UserStateGrainSerializer();
        }));
        silo.Services.AddKeyedSingleton<IGrainStorage>(UserAggregateGrain.StorageProvider, (provider, _) => new ThrottledGrainStorage(
            provider.GetRequiredKeyedService<IGrainStorage>(PlainProvider),
            SiloDatabase.MaxConnections - 1,
            provider.GetRequiredService<WindowSettings>().Windows,
            provider.GetRequiredService<DatabaseRetry>()));
    }

    /// <summary>One stream per partition, its grain the only and implicit subscriber.</summary>
    internal static void UsePartitionStreams(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<PartitionQueueAdapterFactory>();
        silo.AddPersistentStreams(PartitionStreams.Provider, (provider, _) => provider.GetRequiredService<PartitionQueueAdapterFactory>(), streams =>
        {
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            streams.ConfigurePullingAgent(options => options.Configure(agent => agent.GetQueueMsgsTimerPeriod = PollInterval));
            streams.ConfigurePartitionBalancing((provider, _) => ActivatorUtilities.CreateInstance<EvenQueueBalancer>(provider));
        });
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

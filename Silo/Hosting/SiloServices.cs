using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using PathwayOrleans.Configuration;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Status;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.HttpApi;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.Silo.Membership;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Views;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>Registers the services of a silo.</summary>
internal static class SiloServices
{
    private const string EngineName = "silo";

    internal static void AddSilo(this WebApplicationBuilder builder)
    {
        builder.Services.AddPathwaySilo(builder.Configuration);
        builder.UseOrleans(silo => silo.UsePathway(builder.Configuration));
        SiloStart.Replace(builder.Services);
    }

    /// <summary>Registers this project's services: options, reading, writing, status.</summary>
    internal static void AddPathwaySilo(this IServiceCollection services, IConfiguration configuration)
    {
        configuration = PipelineDefaults.AddTo(configuration);
        services.AddPathwayEngine(configuration, EngineName).AddPathwayHttpApi(configuration).AddHostShutdown();
        services.AddPathwaySource(configuration);
        services.AddPathwayOptions<PathwaySiloOptions, PathwaySiloOptionsValidator>(configuration, PathwaySiloOptions.Section);
        services.PostConfigure<PathwaySiloOptions>(OwnAddress.Resolve);
        services.AddPathwayOptions<DashboardAccessOptions, DashboardAccessOptionsValidator>(
            configuration, DashboardAccessOptions.Section);

        // Health is served while the silo waits for its database or source.
        services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);

        services.AddSingleton(provider => new GroupCommit(
            provider.GetRequiredService<CommitWriter>(), provider.GetRequiredService<CommitBounds>()));
        services.AddSingleton<GroupLoad>();
        services.AddSingleton<GroupReload>();
        services.AddSingleton(provider => new KeyRowsReader(
            provider.GetRequiredService<DatabaseSessions>().Reader, provider.GetRequiredService<DatabaseRetry>()));
        services.AddSingleton(provider => new ReportReader(
            provider.GetRequiredService<DatabaseSessions>().Reader, provider.GetRequiredService<BoundedQueries>()));
        services.AddSingleton<PartitionBuffers>();
        services.AddSingleton(provider =>
        {
            EngineOptions options = provider.GetRequiredService<IOptions<EngineOptions>>().Value;
            return new ActivationLimiter(options.MaxUsersInMemory, options.MaxStateBytes);
        });
        services.AddSingleton(provider =>
        {
            EngineOptions options = provider.GetRequiredService<IOptions<EngineOptions>>().Value;
            ActivationLimiter activations = provider.GetRequiredService<ActivationLimiter>();
            return new PendingUserLimiter(options.MaxUsersPerCommit, () => activations.PendingUsers(options.MaxCommitBytes));
        });
        services.AddSingleton<UserServices>();
        services.AddSingleton<SiloRuntime>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloRuntime>());
        services.AddMembership();
        services.AddStatus();
    }

    /// <summary>Configures Orleans: membership, storage, streams, dashboard.</summary>
    internal static void UsePathway(this ISiloBuilder silo, IConfiguration configuration)
    {
        silo.Services.AddOptions<ClusterOptions>().Configure<IOptions<PathwaySiloOptions>, IOptions<DatabaseOptions>>(
            (cluster, ours, database) =>
            {
                cluster.ServiceId = database.Value.ServiceId;
                cluster.ClusterId = ours.Value.ClusterId ?? database.Value.ServiceId;
            });
        silo.Services.AddOptions<SiloOptions>().Configure<IOptions<PathwaySiloOptions>>(
            (options, ours) => options.SiloName = ours.Value.EffectiveName);
        silo.Services.AddOptions<EndpointOptions>().Configure<IOptions<PathwaySiloOptions>>((endpoints, ours) =>
        {
            endpoints.AdvertisedIPAddress = IPAddress.Parse(ours.Value.Address);
            endpoints.SiloPort = ours.Value.Port;
            endpoints.GatewayPort = ours.Value.GatewayPort;
        });
        silo.UseMembership();
        silo.SetLoadPublishPeriod();
        silo.SetIdleWorkerPeriod();
        silo.SizeDirectoryCache();
        silo.UseUserStorage(
            configuration.GetValue($"{PathwaySiloOptions.Section}:{nameof(PathwaySiloOptions.GroupCommit)}", defaultValue: true));
        silo.UsePartitionStreams();
        silo.AddGrainService<SiloStatusService>();
        string dashboardKey = $"{DashboardAccessOptions.Section}:{nameof(DashboardAccessOptions.Enabled)}";
        if (configuration.GetValue(dashboardKey, defaultValue: true))
        {
            silo.AddPathwayDashboard();
        }
    }

    private static void AddMembership(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseClock>();
        services.AddSingleton<MembershipClock>();
        services.AddSingleton<Predecessors>();
        services.AddSingleton<PeerConnections>();
        services.AddSingleton<PeerWatch>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<PeerWatch>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, StallDetection>();
        services.AddSingleton<ClusterLog>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<ClusterLog>());
    }

    private static void AddStatus(this IServiceCollection services)
    {
        services.AddSingleton<OpenConnections>();
        services.AddSingleton<SiloMonitor>();
        services.AddSingleton<IEngineMonitor>(provider => provider.GetRequiredService<SiloMonitor>());
        services.AddSingleton<ISiloStatusProvider, SiloStatusBuilder>();
        services.AddSingleton<SiloStatusClient>();
    }
}

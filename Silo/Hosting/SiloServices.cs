using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dashboard;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Grains.Reports;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Hosting;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Silo.Status;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Windows;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>Everything that a silo is made of.</summary>
internal static class SiloServices
{
    private const string EngineName = "silo";

    internal static void AddSilo(this WebApplicationBuilder builder)
    {
        builder.Services.AddPathwaySilo(builder.Configuration);
        builder.UseOrleans(silo => silo.UsePathway(builder.Configuration));
    }

    /// <summary>What is ours: options, reading, writing, status.</summary>
    internal static void AddPathwaySilo(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPathwayHosting(configuration, EngineName);
        services.AddPathwayOptions<EngineOptions, EngineOptionsValidator>(configuration, EngineOptions.Section);
        services.AddPathwayOptions<PathwaySiloOptions, PathwaySiloOptionsValidator>(configuration, PathwaySiloOptions.Section);
        services.PostConfigure<PathwaySiloOptions>(OwnAddress.Resolve);
        services.AddPathwayOptions<DashboardAccessOptions, DashboardAccessOptionsValidator>(configuration, DashboardAccessOptions.Section);
        services.AddOptions<HostOptions>().Configure<IOptions<EngineOptions>>((host, engine) =>
        {
            host.ShutdownTimeout = HostShutdown.TimeoutOf(engine.Value);

            // Health is served while the silo still waits for its database or topic.
            host.ServicesStartConcurrently = true;
        });

        services.AddSingleton<CommitCounters>();
        services.AddSingleton<GroupCommit>();
        services.AddSingleton(provider => new GroupLoad(provider.GetRequiredService<StateReader>(), provider.GetRequiredService<DatabaseRetry>()));
        services.AddSingleton(provider => new GroupRecall(provider.GetRequiredService<WindowRecallReader>(), provider.GetRequiredService<DatabaseRetry>()));
        services.AddSingleton(provider => new ReportReader(provider.GetRequiredService<DatabaseSessions>().Reader));
        services.AddSingleton<PartitionFlows>();
        services.AddSingleton(provider => new UserBudget(provider.GetRequiredService<IOptions<EngineOptions>>().Value.MaxUsersPerCommit));
        services.AddSingleton<IEventApplier, EventApplier>();
        services.AddSingleton<FailedEvents>();
        services.AddSingleton<UserCounters>();
        services.AddSingleton(provider => new UserRoster(provider.GetRequiredService<IOptions<EngineOptions>>().Value.MaxUsersInMemory));
        services.AddSingleton<UserServices>();
        services.AddSingleton<SiloRuntime>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloRuntime>());
        services.AddStatus();
    }

    /// <summary>What is Orleans': membership, storage, streams, dashboard.</summary>
    internal static void UsePathway(this ISiloBuilder silo, IConfiguration configuration)
    {
        silo.Services.AddOptions<ClusterOptions>().Configure<IOptions<PathwaySiloOptions>, IOptions<DatabaseOptions>>((cluster, ours, database) =>
        {
            cluster.ServiceId = database.Value.ServiceId;
            cluster.ClusterId = ours.Value.ClusterId ?? database.Value.ServiceId;
        });
        silo.Services.AddOptions<SiloOptions>().Configure<IOptions<PathwaySiloOptions>>((options, ours) => options.SiloName = ours.Value.EffectiveName);
        silo.Services.AddOptions<EndpointOptions>().Configure<IOptions<PathwaySiloOptions>>((endpoints, ours) =>
        {
            endpoints.AdvertisedIPAddress = IPAddress.Parse(ours.Value.Address);
            endpoints.SiloPort = ours.Value.Port;
            endpoints.GatewayPort = ours.Value.GatewayPort;
        });
        silo.UseMembership();
        silo.SizeDirectoryCache();
        silo.UseUserStorage(configuration.GetValue($"{PathwaySiloOptions.Section}:{nameof(PathwaySiloOptions.GroupCommit)}", defaultValue: true));
        silo.UsePartitionStreams();
        silo.AddGrainService<SiloReportService>();
        if (configuration.GetValue($"{DashboardAccessOptions.Section}:{nameof(DashboardAccessOptions.Enabled)}", defaultValue: true))
        {
            AfterSiloStart.Hold(silo.Services, () => silo.AddDashboard());
        }
    }

    private static void AddStatus(this IServiceCollection services)
    {
        services.AddSingleton<OpenConnections>();
        services.AddSingleton<SiloMonitor>();
        services.AddSingleton<IEngineMonitor>(provider => provider.GetRequiredService<SiloMonitor>());
        services.AddSingleton<ISiloReports, SiloReportMaker>();
        services.AddSingleton<SiloReportClient>();
    }
}

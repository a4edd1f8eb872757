using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Processes.Harness;

/// <summary>Gets the status of a cluster, like any client that finds the cluster through its membership table.</summary>
internal static class ClusterClient
{
    internal static async Task<ClusterStatus> StatusAsync(PostgresForTests database, string serviceId)
    {
        NpgsqlConnectionStringBuilder settings = PostgresAddress.Parse(database.Url);
        settings.SearchPath = $"\"{ServiceId.Schema(serviceId)}\"";
        settings.ApplicationName = "test-client";
        settings.Pooling = false;
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (serviceId, serviceId))
            .UseAdoNetClustering(
                options => (options.Invariant, options.ConnectionString) = ("Npgsql", settings.ConnectionString)));
        using IHost host = builder.Build();
        await host.StartAsync();
        try
        {
            return await host.Services.GetRequiredService<IClusterClient>().GetGrain<IClusterStatusGrain>(0).GetStatus();
        }
        finally
        {
            await host.StopAsync();
        }
    }
}

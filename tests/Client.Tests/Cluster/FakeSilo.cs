using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using PathwayOrleans.Client.Configuration;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Client.Tests.Cluster;

/// <summary>A silo in this process, with fake grains and a real membership table.</summary>
internal sealed class FakeSilo : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _isStopped;

    private FakeSilo(IHost host) => _host = host;

    internal static async Task<FakeSilo> StartAsync(ClientSettings settings, FakeData data)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(data);
        builder.UseOrleans(silo =>
        {
            silo.UseAdoNetClustering(options =>
            {
                options.Invariant = "Npgsql";
                options.ConnectionString = settings.ConnectionString;
            });
            silo.Configure<ClusterOptions>(options =>
            {
                options.ClusterId = settings.ClusterId;
                options.ServiceId = settings.ServiceId;
            });
            silo.ConfigureEndpoints(IPAddress.Loopback, FreePort.Find(), FreePort.Find());
        });
        IHost host = builder.Build();
        await host.StartAsync();
        return new FakeSilo(host);
    }

    /// <summary>Ends the silo without leaving the cluster, as in a crash.</summary>
    internal async Task BreakOffAsync()
    {
        _isStopped = true;
        await _host.StopAsync(new CancellationToken(canceled: true));
        _host.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
        {
            await _host.StopAsync();
            _host.Dispose();
        }
    }
}

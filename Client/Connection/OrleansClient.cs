using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.Messaging;
using PathwayOrleans.Client.Configuration;
using PathwayOrleans.CommandLine.Logging;

namespace PathwayOrleans.Client.Connection;

/// <summary>Configures the Orleans client for interactive use.</summary>
internal static class OrleansClient
{
    private const string Npgsql = "Npgsql";
    private const int MaxReconnects = 2;
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromMilliseconds(300);

    // How soon the gateway of a dead silo is removed from the list after the silos have detected its death.
    private static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(5);

    // Also the time that the client stays with a gateway that does not answer its first request.
    private static readonly TimeSpan TypeMapRefresh = TimeSpan.FromSeconds(1);

    /// <summary>Builds the client; it connects when it is started.</summary>
    internal static IHost Build(ClientSettings settings, bool verbose)
    {
        // An empty builder: no other configuration and no other logging.
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        // Ctrl-C is handled by the command.
        builder.Services.AddSingleton<IHostLifetime, PassiveLifetime>();
        ConfigureLogging(builder.Logging, verbose);
        builder.UseOrleansClient(client =>
        {
            client.UseAdoNetClustering(options =>
            {
                options.Invariant = Npgsql;
                options.ConnectionString = settings.ConnectionString;
            });
            client.UseConnectionRetryFilter(new FewReconnects());
            client.Configure<ClusterOptions>(options =>
            {
                options.ClusterId = settings.ClusterId;
                options.ServiceId = settings.ServiceId;
            });
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewayRefresh);
            client.Configure<TypeManagementOptions>(options => options.TypeMapRefreshInterval = TypeMapRefresh);
            client.Configure<ConnectionOptions>(
                options => options.OpenConnectionTimeout = Patience.ForGateway(settings.ConnectTimeout));
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = Patience.ForAnswer);
        });
        return builder.Build();
    }

    private static void ConfigureLogging(ILoggingBuilder logging, bool verbose)
    {
        logging.ClearProviders();
        if (verbose)
        {
            logging.AddLines();
        }
    }

    private sealed class FewReconnects : IClientConnectionRetryFilter
    {
        private int _reconnects;

        // A silo opens its gateway shortly after it becomes active.
        public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
        {
            if (exception is not (ConnectionFailedException or OrleansMessageRejectionException)
                || _reconnects++ >= MaxReconnects)
            {
                return false;
            }

            await Task.Delay(ReconnectDelay, cancellationToken);
            return true;
        }
    }

    private sealed class PassiveLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

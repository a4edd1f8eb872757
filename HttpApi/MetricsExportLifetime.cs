using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace PathwayOrleans.HttpApi;

/// <summary>Creates the exporter when the host starts, and flushes it when the host stops.</summary>
internal sealed class MetricsExportLifetime(MeterProvider provider) : IHostedService
{
    private const int FlushMilliseconds = 2000;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.Run(() => provider.ForceFlush(FlushMilliseconds), cancellationToken);
}

using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace PathwayOrleans.Monitoring.Metrics;

/// <summary>Creates the exporter with the host, and sends what is left when the host stops.</summary>
internal sealed class MetricsExportLifetime(MeterProvider provider) : IHostedService
{
    private const int FlushMilliseconds = 2000;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(() => provider.ForceFlush(FlushMilliseconds), cancellationToken);
}

using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace PathwayOrleans.Monitoring.Metrics;

/// <summary>Sends metrics over OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.</summary>
public static class MetricsExport
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Registers the exporter. The standard <c>OTEL_…</c> variables set headers, protocol and interval.</summary>
    public static IServiceCollection AddPathwayMetrics(this IServiceCollection services)
    {
        services.AddSingleton<PathwayMetrics>();
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(EndpointVariable)))
        {
            services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
                .ConfigureResource(resource => resource.AddService("pathway"))
                .AddMeter(PathwayMetrics.MeterName)
                .AddOtlpExporter()
                .Build());
            services.AddHostedService<MetricsExportLifetime>();
        }

        return services;
    }
}

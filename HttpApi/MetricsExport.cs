using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using PathwayOrleans.Engine.Status;

namespace PathwayOrleans.HttpApi;

/// <summary>Exports metrics over OTLP if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
internal static class MetricsExport
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Registers the exporter. The standard <c>OTEL_…</c> variables set headers, protocol and interval.</summary>
    public static IServiceCollection AddPathwayMetricsExport(this IServiceCollection services)
    {
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

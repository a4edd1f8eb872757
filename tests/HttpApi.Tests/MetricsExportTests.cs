using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.HttpApi.Tests;

/// <summary>These tests set environment variables of this process; no other test in this assembly reads them.</summary>
[Collection("Metrics")]
public sealed class MetricsExportTests : IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Endpoint, null);
        Environment.SetEnvironmentVariable(Protocol, null);
    }

    [Fact]
    public void Nothing_is_exported_without_an_endpoint()
    {
        Environment.SetEnvironmentVariable(Endpoint, null);
        using ServiceProvider services = new ServiceCollection()
            .AddSingleton<PathwayMetrics>().AddPathwayMetricsExport().BuildServiceProvider();
        Assert.Null(services.GetService<MeterProvider>());
        Assert.Empty(services.GetServices<IHostedService>());
        Assert.NotNull(services.GetService<PathwayMetrics>());
    }

    [Fact]
    public async Task Host_flushes_metrics_when_it_stops()
    {
        using var receiver = new OtlpReceiver();
        Environment.SetEnvironmentVariable(Endpoint, receiver.Url);
        Environment.SetEnvironmentVariable(Protocol, "http/protobuf");
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<PathwayMetrics>().AddPathwayMetricsExport();
        using IHost host = builder.Build();
        await host.StartAsync();
        PathwayMetrics metrics = host.Services.GetRequiredService<PathwayMetrics>();
        metrics.Observe(new FakeEngine());
        metrics.CommitFinished(3, TimeSpan.FromSeconds(1));
        await host.StopAsync();

        (string path, string body) = Assert.Single(receiver.Received);
        Assert.Equal("/v1/metrics", path);
        Assert.Contains("pathway.events.applied", body, StringComparison.Ordinal);
        Assert.Contains("Events counted.", body, StringComparison.Ordinal);
        Assert.Contains("pathway.commit.users", body, StringComparison.Ordinal);
        Assert.Contains("pathway.lag", body, StringComparison.Ordinal);
        Assert.Contains("service.name", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unavailable_collector_does_not_block_the_host_from_stopping()
    {
        Environment.SetEnvironmentVariable(Endpoint, $"http://127.0.0.1:{FreePort.Find()}");
        Environment.SetEnvironmentVariable(Protocol, "http/protobuf");
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<PathwayMetrics>().AddPathwayMetricsExport();
        using IHost host = builder.Build();
        await host.StartAsync();
        host.Services.GetRequiredService<PathwayMetrics>().Observe(new FakeEngine());
        await host.StopAsync();
    }

    /// <summary>Receives OTLP over HTTP. Protobuf encodes strings as plain UTF-8, so the body can be searched for text.</summary>
    private sealed class OtlpReceiver : IDisposable
    {
        private readonly HttpListener _listener = new();

        internal OtlpReceiver()
        {
            Url = $"http://127.0.0.1:{FreePort.Find()}/";
            _listener.Prefixes.Add(Url);
            _listener.Start();
            _ = Task.Run(ReceiveAsync);
        }

        internal string Url { get; }

        internal ConcurrentQueue<(string Path, string Body)> Received { get; } = new();

        public void Dispose() => _listener.Close();

        private async Task ReceiveAsync()
        {
            while (true)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                using var body = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                Received.Enqueue((context.Request.Url!.AbsolutePath, await body.ReadToEndAsync()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
    }
}

using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.HttpApi.Reports.Changes;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.HttpApi.Tests;

/// <summary>Serves the endpoints with a real web server on a free loopback port.</summary>
internal sealed class MonitoringServer : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly DatabaseSession _session;
    private readonly HttpClient _client;

    private MonitoringServer(WebApplication host, DatabaseSession session)
    {
        _host = host;
        _session = session;
        _client = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
    }

    internal DatabaseSession Session => _session;

    internal IServiceProvider Services => _host.Services;

    /// <summary>The endpoints that are mapped.</summary>
    internal IEnumerable<string> Routes => ((IEndpointRouteBuilder)_host).DataSources
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!);

    internal static async Task<MonitoringServer> StartAsync(
        IEngineMonitor engine, string databaseUrl, TimeSpan? reportTimeout = null)
    {
        var options = new DatabaseOptions { ConnectionString = databaseUrl };
        var session = new DatabaseSession(options, "pathway-reader");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(engine);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new StateReader(session, options));
        builder.Services.AddSingleton(
            _ => new BoundedQueries(session, reportTimeout ?? TimeSpan.FromMinutes(1), TimeProvider.System));
        builder.Services.AddSingleton<ViewWatch>();
        WebApplication host = builder.Build();
        host.Urls.Add("http://127.0.0.1:0");
        host.UseErrorAnswers();
        host.UseLoopbackHosts();
        host.MapPathwayMonitoring();
        await host.StartAsync();
        return new MonitoringServer(host, session);
    }

    /// <summary>Requests a path under another host name; returns the status.</summary>
    internal async Task<HttpStatusCode> GetStatusAsync(string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        using HttpResponseMessage response = await _client.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>The answer to a request, of which only the headers are read.</summary>
    internal async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The lines of an answer that goes on.</summary>
    internal async Task<StreamReader> StreamAsync(string path) =>
        new(await _client.GetStreamAsync(new Uri(path, UriKind.Relative)));

    /// <summary>Stops the host like a signal does.</summary>
    internal Task StopAsync() => _host.StopAsync();

    /// <summary>Requests a path without changing it; returns the status and the JSON body.</summary>
    internal async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path)
    {
        var raw = new Uri(
            _client.BaseAddress + path.TrimStart('/'),
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using HttpResponseMessage response = await _client.GetAsync(raw);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        await _session.DisposeAsync();
    }
}

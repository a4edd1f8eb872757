using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.HttpApi;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Silo;
using PathwayOrleans.Silo.Hosting;
using PathwayOrleans.Testing;

namespace PathwayOrleans.SiloHarness;

/// <summary>A silo in this process, built as <see cref="SiloHost"/> builds it, on free ports.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly WebApplication _app;
    private bool _isStopped;

    private TestSilo(WebApplication app, string name)
    {
        _app = app;
        Name = name;
    }

    internal string Name { get; }

    internal IGrainFactory Grains => Service<IGrainFactory>();

    internal SiloAddress Address => Service<ILocalSiloDetails>().SiloAddress;

    internal ICollection<string> Urls => _app.Urls;

    /// <summary>The buffers of the partitions that this silo reads.</summary>
    internal PartitionBuffer[] Buffers => [.. Service<PartitionBuffers>().All];

    internal static async Task<TestSilo> StartAsync(
        string name, PostgresForTests database, KafkaForTests kafka, Action<WebApplicationBuilder> configure,
        IEnumerable<KeyValuePair<string, string?>> settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Pathway:Database:ConnectionString"] = database.Url,
            ["Pathway:Kafka:BootstrapServers"] = kafka.BootstrapServers,
            ["Pathway:Kafka:Topic"] = kafka.Topic,
            ["Pathway:Kafka:GroupId"] = kafka.GroupId,
            ["Pathway:Kafka:SourceName"] = kafka.SourceName,
            ["Pathway:Silo:Name"] = name,
            ["Pathway:Silo:Port"] = $"{FreePort.Find()}",
            ["Pathway:Silo:GatewayPort"] = $"{FreePort.Find()}",
            ["Pathway:Dashboard:Enabled"] = "false",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.AddSilo();
        configure(builder);
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPathwayMonitoring();
        app.MapDashboard();
        var silo = new TestSilo(app, name);
        try
        {
            await app.StartAsync();
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    internal IServiceProvider Services => _app.Services;

    internal T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Stops the silo gracefully; it leaves the cluster.</summary>
    internal async Task StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await _app.StopAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using PathwayOrleans.HttpApi;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.Standalone;

namespace PathwayOrleans.Engine.Tests.Harness;

/// <summary>The standalone engine, built as <c>./pathway run</c> builds it.</summary>
public sealed class StandaloneFixture : EngineFixture
{
    internal override string Name => "standalone";

    internal override async Task<RunningEngine> StartAsync(EngineSetup setup)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Pathway:Database:ConnectionString"] = setup.Database.Url,
            ["Pathway:Kafka:BootstrapServers"] = setup.Kafka.BootstrapServers,
            ["Pathway:Kafka:Topic"] = setup.Kafka.Topic,
            ["Pathway:Kafka:GroupId"] = setup.Kafka.GroupId,
            ["Pathway:Kafka:SourceName"] = setup.Kafka.SourceName,
        });
        builder.Configuration.AddInMemoryCollection(setup.Settings);
        builder.Services.AddStandalone(builder.Configuration).AddPathwayHttpApi(builder.Configuration).AddHostShutdown();
        setup.CaptureLog(builder.Logging);
        setup.Configure(builder.Services);
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPathwayMonitoring();
        await app.StartAsync();
        return new RunningEngine(app.Services, setup.Log, async () =>
        {
            await app.StopAsync();
            await app.DisposeAsync();
        });
    }
}

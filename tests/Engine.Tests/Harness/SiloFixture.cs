using PathwayOrleans.SiloHarness;

namespace PathwayOrleans.Engine.Tests.Harness;

/// <summary>A cluster with one silo, built as <c>./pathway silo</c> builds it.</summary>
public class SiloFixture : EngineFixture
{
    internal override string Name => "silo";

    internal override async Task<RunningEngine> StartAsync(EngineSetup setup)
    {
        TestSilo silo = await TestSilo.StartAsync(
            "silo",
            setup.Database,
            setup.Kafka,
            builder =>
            {
                setup.CaptureLog(builder.Logging);
                setup.Configure(builder.Services);
            },
            setup.Settings);
        return new RunningEngine(silo.Services, setup.Log, () => silo.DisposeAsync().AsTask());
    }
}

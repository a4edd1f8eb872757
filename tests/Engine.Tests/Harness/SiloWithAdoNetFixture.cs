namespace PathwayOrleans.Engine.Tests.Harness;

/// <summary>A silo that stores users' states with Orleans' own ADO.NET provider.</summary>
public sealed class SiloWithAdoNetFixture : SiloFixture
{
    internal override Task<RunningEngine> StartAsync(EngineSetup setup) => base.StartAsync(setup with
    {
        Settings = new Dictionary<string, string?>(setup.Settings) { ["Pathway:Silo:GroupCommit"] = "false" },
    });
}

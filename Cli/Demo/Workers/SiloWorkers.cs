using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Cli.Demo.Workers;

/// <summary>Workers that are the silos of one cluster, which share the partitions among themselves.</summary>
/// <param name="setting">What they work on.</param>
/// <param name="dll">The silo's program.</param>
internal sealed class SiloWorkers(WorkerSetting setting, string dll) : IWorkerKind
{
    public string Plural => "silos";

    /// <summary>
    /// A successor listens where its predecessor did: a silo that starts on an address tells the cluster that
    /// whoever had it is dead, and nobody waits until probes have failed often enough.
    /// </summary>
    public WorkerPlan Plan(string name, WorkerPlan? predecessor)
    {
        IReadOnlyList<int> ports = predecessor?.Ports ?? FreePort.Find(count: 4);
        (int silo, int gateway, int http, int dashboard) = (ports[0], ports[1], ports[2], ports[3]);
        Uri url = WorkerPlan.Local(http);
        WorkerEnvironment environment = WorkerEnvironment.Create(setting, url);
        environment.Set("Pathway:Silo:Name", name);
        environment.Set("Pathway:Silo:Address", "127.0.0.1");
        environment.Set("Pathway:Silo:Port", silo);
        environment.Set("Pathway:Silo:GatewayPort", gateway);

        // In the user's own database there may be silos of that service, which must not take partitions from this run's.
        environment.Set("Pathway:Silo:ClusterId", setting.HasPrivatePostgres ? setting.Database.ServiceId : $"demo-{setting.RunId}");
        environment.Set("Pathway:Dashboard:Url", WorkerPlan.Local(dashboard).GetLeftPart(UriPartial.Authority));
        return new WorkerPlan
        {
            Dll = dll,
            Environment = environment.Variables,
            Url = url,
            Dashboard = WorkerPlan.Local(dashboard, "dashboard"),
            Ports = ports,
        };
    }
}

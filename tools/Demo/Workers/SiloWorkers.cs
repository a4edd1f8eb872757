using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Demo.Workers;

/// <summary>Workers that are silos of one cluster. The cluster assigns the partitions.</summary>
/// <param name="setting">The servers of the workers.</param>
/// <param name="dll">The silo's program.</param>
internal sealed class SiloWorkers(WorkerSetting setting, string dll) : IWorkerKind
{
    public string Plural => "silos";

    /// <summary>
    /// A successor listens on the ports of its predecessor: a silo that starts on an address declares an earlier silo of that
    /// address dead, so the cluster need not wait for failed probes.
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

        // A separate cluster id: silos of that service in the user's database must not take partitions from this run's silos.
        environment.Set(
            "Pathway:Silo:ClusterId", setting.HasPrivatePostgres ? setting.Database.ServiceId : $"demo-{setting.RunId}");
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

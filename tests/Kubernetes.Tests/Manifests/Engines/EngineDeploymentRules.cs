using System.Text.Json.Nodes;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Engines;

/// <summary>Probes, updates and termination of the Deployments of engines.</summary>
internal static class EngineDeploymentRules
{
    private const int HttpPort = 8080;

    internal static IEnumerable<string> Problems(ManifestSet set) => Engines(set).SelectMany(engine => OfEngine(set, engine));

    /// <summary>The Deployments that run an engine.</summary>
    internal static IEnumerable<Manifest> Engines(ManifestSet set) =>
        set.OfKind("Deployment").Where(item => item.Name is "silo" or "standalone");

    private static IEnumerable<string> OfEngine(ManifestSet set, Manifest engine)
    {
        Container container = engine.Pods!.Containers.Single();
        return
        [
            .. Replacement(engine),
            .. Grace(set, engine, container),
            .. Probes(container),
            .. engine.Name == "silo" ? SiloOnly(container) : [],
            .. container.PortOf("http") == HttpPort ? [] : (string[])[$"{container} has no port http of {HttpPort}."],
        ];
    }

    private static IEnumerable<string> Replacement(Manifest engine)
    {
        JsonNode? strategy = engine.Spec.At("strategy");
        if (strategy.Text("type") != "RollingUpdate"
            || strategy.Text("rollingUpdate", "maxUnavailable") != "0" || strategy.Text("rollingUpdate", "maxSurge") != "1")
        {
            yield return $"{engine} must be updated one by one, and a new pod must be ready first.";
        }
    }

    private static IEnumerable<string> Grace(ManifestSet set, Manifest engine, Container container)
    {
        TimeSpan host = HostShutdown.TimeoutOf(EngineConfiguration.Options<EngineOptions>(set, container));
        int grace = engine.Pods!.Spec.Number("terminationGracePeriodSeconds") ?? 30;
        if (grace <= host.TotalSeconds)
        {
            yield return $"{engine} is killed after {grace} s, but its host may take {host.TotalSeconds} s to stop.";
        }
    }

    private static IEnumerable<string> Probes(Container container)
    {
        if (container.Json.Text("startupProbe", "tcpSocket", "port") != "http")
        {
            yield return $"{container}: its startup probe must check whether port http is open.";
        }

        (string, string)[] probes = [("readinessProbe", "/readyz"), ("livenessProbe", "/healthz")];
        foreach ((string probe, string path) in probes)
        {
            if (container.Json.Text(probe, "httpGet", "path") != path || container.Json.Text(probe, "httpGet", "port") != "http")
            {
                yield return $"{container}: its {probe} must request {path} at port http.";
            }
        }
    }

    private static IEnumerable<string> SiloOnly(Container container)
    {
        foreach ((string name, string field) in ((string, string)[])[("POD_NAME", "metadata.name"), ("POD_IP", "status.podIP")])
        {
            if (container.Environment.FirstOrDefault(variable => variable.Text("name") == name)
                .Text("valueFrom", "fieldRef", "fieldPath") != field)
            {
                yield return $"{container}: {name} is not the pod's {field}.";
            }
        }

        foreach ((string name, int port) in ((string, int)[])[("silo", 11111), ("gateway", 30000)])
        {
            if (container.PortOf(name) != port)
            {
                yield return $"{container} has no port {name} of {port}.";
            }
        }
    }
}

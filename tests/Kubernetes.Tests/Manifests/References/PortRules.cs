using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

/// <summary>Referenced ports exist, and configured addresses are those of Services.</summary>
internal static partial class PortRules
{
    /// <summary>Probes of ports that their container does not declare.</summary>
    internal static IEnumerable<string> Probes(ManifestSet set) =>
        from container in set.Containers
        from probe in Container.ProbeFields
        let port = container.Json.Text(probe, "httpGet", "port")
            ?? container.Json.Text(probe, "tcpSocket", "port") ?? container.Json.Text(probe, "grpc", "port")
        where port is not null
            && !container.Ports.Any(declared => declared.Text("name") == port || declared.Text("containerPort") == port)
        select $"{container}: its {probe} uses port {port}, which the container does not have.";

    /// <summary>Duplicate names and numbers of a pod's ports.</summary>
    internal static IEnumerable<string> Twice(ManifestSet set) =>
        from pod in set.Pods
        let ports = pod.Containers.SelectMany(container => container.Ports).ToArray()
        from doubled in ports.GroupBy(port => port.Text("name")).Where(same => same.Count() > 1).Select(same => same.Key)
            .Concat(ports.GroupBy(port => port.Text("containerPort")).Where(same => same.Count() > 1).Select(same => same.Key))
        select $"{pod} has port {doubled} twice.";

    /// <summary>Services with a target port that a selected pod does not have.</summary>
    internal static IEnumerable<string> ServiceTargets(ManifestSet set) =>
        from service in set.OfKind("Service")
        from pod in set.Pods.Where(
            pod => pod.Namespace == service.Namespace && LabelSelector.OfLabels(service.Spec.At("selector")).Matches(pod.Labels))
        from port in service.Spec.Items("ports")
        let target = port.Text("targetPort") ?? port.Text("port") ?? ""
        where !pod.Containers.Any(container => container.PortOf(target) is { } number
            && container.Ports.Any(declared => declared.Number("containerPort") == number))
        select $"{service}: its target port {target} is not a port of {pod}.";

    /// <summary>Addresses NAME.NAMESPACE.svc:PORT in arguments, variables and triggers at which no Service is rendered.</summary>
    internal static IEnumerable<string> Addresses(ManifestSet set)
    {
        IEnumerable<(string From, string Text)> texts = set.Containers
            .SelectMany(container => container.Arguments.Concat(EnvironmentReader.Of(set, container).Values)
                .Select(text => (container.ToString(), text)))
            .Concat(set.OfKind("ScaledObject").SelectMany(scaled => scaled.Spec.Items("triggers").SelectMany(
                (JsonNode trigger) => trigger.Map("metadata").Values.Select(text => (scaled.ToString(), text)))));
        foreach ((string from, string text) in texts.Distinct())
        {
            foreach (Match match in Address().Matches(text))
            {
                (string name, string itsNamespace, string port) =
                    (match.Groups["name"].Value, match.Groups["namespace"].Value, match.Groups["port"].Value);
                if (!IsService(set, itsNamespace, name, port))
                {
                    yield return $"{from} refers to {match.Value}, which is not the address of a Service.";
                }
            }
        }
    }

    /// <summary>
    /// Whether it is the address of a Service: a rendered one, one that Strimzi creates for a listener, or an external collector.
    /// </summary>
    internal static bool IsService(ManifestSet set, string itsNamespace, string name, string port) =>
        set.Find("Service", itsNamespace, name)?.Spec.Items("ports").Any(declared => declared.Text("port") == port)
        ?? (IsListener(set, itsNamespace, name, port)
            || (itsNamespace, name, port) == ("observability", "otel-collector", "4317"));

    // Strimzi's Service of a cluster's internal listeners.
    private static bool IsListener(ManifestSet set, string itsNamespace, string name, string port) =>
        set.OfKind("Kafka").Any(kafka => kafka.Namespace == itsNamespace && $"{kafka.Name}-kafka-bootstrap" == name
            && kafka.Spec.Items("kafka", "listeners")
                .Any(listener => listener.Text("type") == "internal" && listener.Text("port") == port));

    [GeneratedRegex(@"(?<name>[a-z0-9-]+)\.(?<namespace>[a-z0-9-]+)\.svc(\.cluster\.local)?:(?<port>[0-9]+)")]
    private static partial Regex Address();
}

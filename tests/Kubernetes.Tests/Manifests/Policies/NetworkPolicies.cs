using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Policies;

/// <summary>
/// Evaluates which connections are allowed by the rules of NetworkPolicy: a pod that no policy selects for a direction is open in
/// that direction; otherwise each of its policies allows connections. Both ends must allow a connection.
/// </summary>
internal sealed class NetworkPolicies(ManifestSet set)
{
    // The API server labels each namespace with its name.
    private const string NameLabel = "kubernetes.io/metadata.name";

    private enum Direction
    {
        Ingress,
        Egress,
    }

    /// <summary>Whether one pod may open a connection to another's port.</summary>
    internal bool Allow(NetworkPod from, NetworkPod to, int port, string protocol = "TCP") =>
        May(Direction.Egress, from, to, to, port, protocol) && LetIn(from, to, port, protocol);

    /// <summary>Whether the ingress rules of a pod allow another one, independent of the egress rules of that one.</summary>
    internal bool LetIn(NetworkPod from, NetworkPod to, int port, string protocol = "TCP") =>
        May(Direction.Ingress, to, from, to, port, protocol);

    private bool May(Direction direction, NetworkPod own, NetworkPod peer, NetworkPod target, int port, string protocol)
    {
        Manifest[] policies = [.. set.OfKind("NetworkPolicy").Where(policy => Selects(policy, direction, own))];
        return policies.Length == 0
            || policies.Any(policy => policy.Spec.Items(direction == Direction.Ingress ? "ingress" : "egress")
            .Any(rule => NamesPeer(policy, rule, direction, peer) && NamesPort(rule, target, port, protocol)));
    }

    private static bool Selects(Manifest policy, Direction direction, NetworkPod pod) =>
        policy.Namespace == pod.Namespace
        && new LabelSelector(policy.Spec.At("podSelector")).Matches(pod.Labels)
        && Types(policy).Contains(direction);

    // Without policyTypes: ingress always, egress if there are rules for it.
    private static Direction[] Types(Manifest policy)
    {
        Direction[] named = [.. policy.Spec.Items("policyTypes").Select(type => Enum.Parse<Direction>(type.ToString()))];
        return named.Length > 0 ? named
            : policy.Spec.At("egress") is null ? [Direction.Ingress]
            : [Direction.Ingress, Direction.Egress];
    }

    private bool NamesPeer(Manifest policy, JsonNode rule, Direction direction, NetworkPod peer)
    {
        JsonNode[] peers = [.. rule.Items(direction == Direction.Ingress ? "from" : "to")];
        return peers.Length == 0 || peers.Any(named => IsPeer(policy, named, peer));
    }

    private bool IsPeer(Manifest policy, JsonNode named, NetworkPod peer)
    {
        if (named.At("ipBlock") is not null)
        {
            throw new NotSupportedException($"{policy} has IP blocks, which this evaluation does not support.");
        }

        bool isNamespace = named.At("namespaceSelector") is { } namespaces
            ? new LabelSelector(namespaces).Matches(LabelsOf(peer.Namespace))
            : peer.Namespace == policy.Namespace;
        return isNamespace && (named.At("podSelector") is not { } pods || new LabelSelector(pods).Matches(peer.Labels));
    }

    private Dictionary<string, string> LabelsOf(string itsNamespace) =>
        new Dictionary<string, string>(
            set.OfKind("Namespace").FirstOrDefault(item => item.Name == itsNamespace)?.Labels ?? new Dictionary<string, string>(),
            StringComparer.Ordinal)
        {
            [NameLabel] = itsNamespace,
        };

    // A named port refers to the target pod.
    private static bool NamesPort(JsonNode rule, NetworkPod target, int port, string protocol)
    {
        JsonNode[] ports = [.. rule.Items("ports")];
        return ports.Length == 0
            || ports.Any(named => (named.Text("protocol") ?? "TCP") == protocol && (named.Text("port") is not { } number
            || (named.Number("endPort") is { } last ? port >= named.Number("port")
                && port <= last : (named.Number("port") ?? target.Ports.GetValueOrDefault(number)) == port)));
    }
}

using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

/// <summary>Ports, volumes, variables and selectors.</summary>
public class StructureTests
{
    private const string Silo = "Deployment pathway/silo";

    private static readonly Dictionary<string, Func<ManifestSet, IEnumerable<string>>> Rules = new(StringComparer.Ordinal)
    {
        ["probes"] = PortRules.Probes,
        ["ports"] = PortRules.Twice,
        ["targets"] = PortRules.ServiceTargets,
        ["addresses"] = PortRules.Addresses,
        ["volumes"] = VolumeRules.Problems,
        ["variables"] = VariableRules.Problems,
        ["selectors"] = SelectorRules.Problems,
    };

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Probes_use_declared_ports(string kustomization) => RuleAssert.HoldsAsync(kustomization, PortRules.Probes);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Ports_of_a_pod_are_unique(string kustomization) => RuleAssert.HoldsAsync(kustomization, PortRules.Twice);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Target_ports_of_services_exist(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, PortRules.ServiceTargets);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Addresses_belong_to_services(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, PortRules.Addresses);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Volumes_and_mounts_match(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, VolumeRules.Problems);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Variables_are_set_once_and_before_their_use(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, VariableRules.Problems);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Selectors_select_the_intended_pods(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, SelectorRules.Problems);

    [Theory]
    [InlineData(
        "probes", "Deployment", "silo", "/spec/template/spec/containers/0/livenessProbe/httpGet/port", "\"web\"",
        Silo + ", container silo: its livenessProbe uses port web")]
    [InlineData(
        "probes", "Deployment", "silo", "/spec/template/spec/containers/0/startupProbe/tcpSocket/port", "8081",
        Silo + ", container silo: its startupProbe uses port 8081")]
    [InlineData(
        "ports", "Deployment", "silo", "/spec/template/spec/containers/0/ports/1/containerPort", "11111",
        Silo + " has port 11111 twice")]
    [InlineData(
        "ports", "Deployment", "silo", "/spec/template/spec/containers/0/ports/1/name", "\"silo\"",
        Silo + " has port silo twice")]
    [InlineData("targets", "Service", "silo", "/spec/ports/0/targetPort", "\"web\"", "Service pathway/silo: its target port web")]
    [InlineData(
        "targets", "Service", "postgres", "/spec/ports/0/targetPort", "5433", "Service pathway/postgres: its target port 5433")]
    [InlineData(
        "addresses", "Kafka", "my-cluster", "/spec/kafka/listeners/0/port", "9094",
        "my-cluster-kafka-bootstrap.kafka.svc.cluster.local:9092")]
    [InlineData(
        "addresses", "Kafka", "my-cluster", "/metadata/name", "\"cluster\"",
        "my-cluster-kafka-bootstrap.kafka.svc.cluster.local:9092")]
    [InlineData(
        "volumes", "Deployment", "silo", "/spec/template/spec/containers/0/volumeMounts/0/name", "\"temp\"",
        "mounts temp, which is not a volume")]
    [InlineData(
        "volumes", "StatefulSet", "postgres", "/spec/volumeClaimTemplates/0/metadata/name", "\"date\"",
        "has the volume date, which is not mounted")]
    [InlineData(
        "variables", "Deployment", "silo", "/spec/template/spec/containers/0/env/2/name", "\"PGPASSWORD\"",
        "refers to $(POSTGRES_PASSWORD), which is not set before it")]
    [InlineData(
        "variables", "Deployment", "silo", "/spec/template/spec/containers/0/env/0/name", "\"POD_IP\"",
        "the variable POD_IP twice")]
    [InlineData(
        "selectors", "Service", "silo", "/spec/selector/app.kubernetes.io~1name", "\"client\"",
        "Service pathway/silo selects the pods of Deployment pathway/client")]
    [InlineData("selectors", "Service", "silo", "/spec/selector/tier", "\"x\"", "Service pathway/silo selects no pods")]
    [InlineData(
        "selectors", "PodDisruptionBudget", "silo", "/spec/selector", "{}",
        "PodDisruptionBudget pathway/silo selects the pods of")]
    [InlineData(
        "selectors", "NetworkPolicy", "client", "/spec/podSelector", "{}", "NetworkPolicy pathway/client selects the pods of")]
    [InlineData(
        "selectors", "Deployment", "silo", "/spec/template/metadata/labels/app.kubernetes.io~1name", "\"silos\"",
        Silo + " selects no pods")]
    public Task An_inconsistency_is_found(string rule, string kind, string name, string field, string value, string expected) =>
        RuleAssert.FindsAsync(
            Kustomizations.Base, Rules[rule], set => set.With(kind, name, field, JsonNode.Parse(value)), expected);
}

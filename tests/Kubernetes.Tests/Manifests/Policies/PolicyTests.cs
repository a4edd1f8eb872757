using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Policies;

public class PolicyTests
{
    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Only_needed_connections_are_allowed(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, Flows.Problems);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task The_API_is_open_only_to_pods_of_the_namespace(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, Flows.ApiProblems);

    [Theory]
    [InlineData("silo", "/spec/ingress/0/ports/0/port", "\"gateway\"", "silo -> silo:11111 is denied")]
    [InlineData(
        "silo", "/spec/ingress/1/from/0/podSelector/matchLabels/app.kubernetes.io~1name", "\"console\"",
        "client -> silo:30000 is denied")]
    [InlineData("silo", "/spec/ingress/0/from/0/podSelector", "{}", "neighbour -> silo:11111 is allowed")]
    [InlineData("silo", "/spec/ingress/0/from/0/namespaceSelector", "{}", "stranger -> silo:11111 is allowed")]
    [InlineData("silo", "/spec/ingress/2/ports", "[]", "neighbour -> silo:8081 is allowed")]
    [InlineData("silo", "/spec/egress/1/ports/0/port", "5433", "silo -> postgres:5432 is denied")]
    [InlineData("silo", "/spec/egress/2/ports/0/port", "9093", "silo -> kafka:9092 is denied")]
    [InlineData(
        "silo", "/spec/egress/2/to/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name", "\"kafak\"",
        "silo -> kafka:9092 is denied")]
    [InlineData("silo", "/spec/egress/2/to/0/namespaceSelector", null, "silo -> kafka:9092 is denied")]
    [InlineData("silo", "/spec/egress/0", "{}", "silo -> stranger:443 is allowed")]
    [InlineData("client", "/spec/egress/0/ports/0/port", "\"silo\"", "client -> silo:30000 is denied")]
    [InlineData("postgres", "/spec/ingress/0/from/0", """{"podSelector":{}}""", "neighbour -> postgres:5432 is allowed")]
    [InlineData("postgres", "/spec/policyTypes/-", "\"Egress\"", null)]
    [InlineData("postgres", "/spec/egress", "[{}]", null)]
    [InlineData("dns", "/spec/egress/0/ports/0/protocol", "\"TCP\"", "postgres may not use DNS over UDP")]
    [InlineData("producer", "/spec/egress/0/ports/0/port", "5432", "producer -> kafka:9092 is denied")]
    public async Task A_wrong_policy_is_found(string name, string field, string? value, string? expected)
    {
        ManifestSet set = (await RenderedManifests.AppliedAsync(Kustomizations.Producer))
            .With("NetworkPolicy", name, field, value is null ? null : JsonNode.Parse(value));
        if (expected is null)
        {
            // Denied twice, or a rule for a direction that the policy does not apply to: nothing changes.
            RuleAssert.Nothing(Flows.Problems(set));
        }
        else
        {
            Assert.Contains(Flows.Problems(set), problem => problem.Contains(expected, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("stranger -> client:8081 is allowed", "default-deny")]
    [InlineData("postgres -> stranger:443 is allowed", "default-deny", "dns")]
    [InlineData("producer -> postgres:5432 is allowed", "default-deny", "dns", "producer", "postgres")]
    [InlineData("postgres may not use DNS over UDP", "dns")]
    [InlineData("silo -> silo:11111 is denied", "silo")]
    [InlineData("migrate -> postgres:5432 is denied", "postgres")]
    public Task A_missing_policy_is_found(string expected, params string[] missing) => RuleAssert.FindsAsync(
        Kustomizations.Producer, Flows.Problems,
        set => missing.Aggregate(set, (rest, name) => rest.Without("NetworkPolicy", name)), expected);

    [Theory]
    [InlineData("/spec/ingress/2/from/0/podSelector", "{\"matchLabels\":{\"app\":\"x\"}}", "neighbour -> silo:8080 is denied")]
    [InlineData("/spec/ingress/2/from/0/namespaceSelector", "{}", "stranger -> silo:8080 is allowed")]
    public Task An_API_that_is_too_open_or_closed_is_found(string field, string value, string expected) =>
        RuleAssert.FindsAsync(
            Kustomizations.Base, Flows.ApiProblems, set => set.With("NetworkPolicy", "silo", field, JsonNode.Parse(value)),
            expected);
}

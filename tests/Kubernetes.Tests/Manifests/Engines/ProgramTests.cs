using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Engines;

public class ProgramTests
{
    private static readonly Dictionary<string, Func<ManifestSet, IEnumerable<string>>> Rules = new(StringComparer.Ordinal)
    {
        ["variables"] = ProgramRules.Variables,
        ["settings"] = ProgramRules.Settings,
        ["kafka"] = ProgramRules.KafkaClients,
        ["arguments"] = ProgramRules.Arguments,
    };

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Every_variable_is_used(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, ProgramRules.Variables);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Every_setting_is_known_and_valid(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, ProgramRules.Settings);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Librdkafka_accepts_its_properties(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, ProgramRules.KafkaClients);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Arguments_are_valid(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, ProgramRules.Arguments);

    [Theory]
    [InlineData("variables", "PATHWAY__Kafka__Topic", "x", "the variable PATHWAY__Kafka__Topic is not used")]
    [InlineData("settings", "Pathway__Engin__MaxEventsInFlight", "1", "Pathway:Engin is not a known key; did you mean Engine?")]
    [InlineData("settings", "Pathway__Engine__MaxEventInFlight", "1", "MaxEventInFlight")]
    [InlineData("settings", "Pathway__Engine__MaxEventsInFlight", "many", "MaxEventsInFlight")]
    [InlineData("settings", "Pathway__Silo__Prot", "11111", "Prot")]
    [InlineData("settings", "Pathway__Dashboard__Url", "http://0.0.0.0:8081", "which other machines can reach")]
    [InlineData("settings", "Pathway__Kafka__Client__group.id", "x", "group.id")]
    [InlineData("settings", "Pathway__Database__ConnectionString", "postgresql://user@postgres/db?sslmod=require", "sslmod")]
    [InlineData("kafka", "Pathway__Kafka__Client__security.protocl", "SSL", "security.protocl")]
    [InlineData("kafka", "Pathway__Kafka__Client__security.protocol", "TLS", "security.protocol")]
    public Task A_wrong_variable_is_found(string rule, string name, string value, string expected) =>
        RuleAssert.FindsAsync(
        Kustomizations.Base, Rules[rule],
        set => set.With(
            "Deployment", "silo", "/spec/template/spec/containers/0/env/-",
            new JsonObject { ["name"] = name, ["value"] = value }),
        "Deployment pathway/silo", expected);

    [Theory]
    [InlineData("Job", "migrate", """["migrat"]""", "migrat")]
    [InlineData("Job", "migrate", """["migrate", "--time", "5"]""", "--time")]
    [InlineData("Job", "producer", """["--event=5"]""", "--event=5")]
    [InlineData("Deployment", "silo", """["run"]""", "run")]
    public Task Wrong_arguments_are_found(string kind, string name, string value, string expected) =>
        RuleAssert.FindsAsync(
        Kustomizations.Producer, ProgramRules.Arguments,
        set => set.With(kind, name, "/spec/template/spec/containers/0/args", JsonNode.Parse(value)), $"{kind} pathway/{name}",
        expected);
}

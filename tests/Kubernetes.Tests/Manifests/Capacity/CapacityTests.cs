using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Capacity;

public class CapacityTests
{
    [Theory]
    [MemberData(nameof(Kustomizations.WithEngines), MemberType = typeof(Kustomizations))]
    public Task Postgres_allows_the_maximum_number_of_connections(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, ConnectionBudget.Problems);

    [Theory]
    [MemberData(nameof(Kustomizations.WithEngines), MemberType = typeof(Kustomizations))]
    public Task Engines_have_one_scaler_and_at_most_one_replica_per_partition(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, Scaling.Problems);

    [Theory]
    [MemberData(nameof(Kustomizations.WithEngines), MemberType = typeof(Kustomizations))]
    public Task The_bounds_of_engines_fit_into_their_memory_limits(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, MemoryLimits.Problems);

    [Theory]
    [InlineData(Kustomizations.Base, "\"896Mi\"", "needs 910 MiB at its bounds, and may use 896 MiB")]
    [InlineData(Kustomizations.Base, "\"256Mi\"", "needs a heap of 368 MiB at its bounds, and may use 192 MiB")]
    [InlineData(Kustomizations.Minikube, "\"640Mi\"", "MiB at its bounds, and may use 640 MiB")]
    public Task A_memory_limit_below_the_bounds_is_found(string kustomization, string limit, string expected) =>
        RuleAssert.FindsAsync(
            kustomization,
            MemoryLimits.Problems,
            set => set.With(
                "Deployment", "silo", "/spec/template/spec/containers/0/resources/limits/memory", JsonNode.Parse(limit)),
            expected);

    [Theory]
    [InlineData(Kustomizations.Base, "HorizontalPodAutoscaler")]
    [InlineData(Kustomizations.Production, "ScaledObject")]
    public async Task Silos_are_scaled(string kustomization, string kind) =>
        Assert.Equal(
            "silo", (await RenderedManifests.OfAsync(kustomization)).Get(kind, "silo").Spec.Text("scaleTargetRef", "name"));

    [Fact]
    public async Task Three_silos_and_a_fourth_during_an_update_fit_on_minikube() =>
        RuleAssert.Nothing(
            MinikubeRoom.Problems((await RenderedManifests.OfAsync(Kustomizations.Minikube))
                .And(await RenderedManifests.OfAsync(Kustomizations.Producer))));

    [Theory]
    [InlineData(
        "StatefulSet", "postgres", "/spec/template/spec/containers/0/args/1", "\"max_connections=80\"",
        "may need 86 connections, and StatefulSet pathway/postgres has 77")]
    [InlineData(
        "StatefulSet", "postgres", "/spec/template/spec/containers/0/args/3", "\"superuser_reserved_connections=20\"", "has 80")]
    [InlineData("HorizontalPodAutoscaler", "silo", "/spec/maxReplicas", "13", "may need 104 connections")]
    [InlineData("Deployment", "silo", "/spec/strategy/rollingUpdate/maxSurge", "5", "may need 110 connections")]
    public Task Too_few_connections_are_found(string kind, string name, string field, string value, string expected) =>
        RuleAssert.FindsAsync(
            Kustomizations.Base, ConnectionBudget.Problems, set => set.With(kind, name, field, JsonNode.Parse(value)), expected);

    [Theory]
    [InlineData("ScaledObject", "silo", "/spec/maxReplicaCount", "12", "scales to 12")]
    [InlineData("ScaledObject", "silo", "/spec/minReplicaCount", "0", "scales down to 0")]
    [InlineData("ScaledObject", "silo", "/spec/fallback/replicas", "1", "falls back to 1")]
    [InlineData("ScaledObject", "silo", "/spec/triggers/0/metadata/consumergroup", "\"x\"", "has no consumergroup")]
    [InlineData("KafkaTopic", "events", "/spec/partitions", "12", "does not have 10 partitions")]
    [InlineData("Deployment", "silo", "/spec/replicas", "1", "starts with 1")]
    public Task Invalid_scaling_is_found(string kind, string name, string field, string value, string expected) =>
        RuleAssert.FindsAsync(
            Kustomizations.Production, Scaling.Problems, set => set.With(kind, name, field, JsonNode.Parse(value)), expected);

    [Fact]
    public async Task Two_scalers_of_a_deployment_are_found()
    {
        var autoscaler = new ManifestSet(
            "autoscaler", [(await RenderedManifests.OfAsync(Kustomizations.Base)).Get("HorizontalPodAutoscaler", "silo")]);
        await RuleAssert.FindsAsync(
            Kustomizations.Production, Scaling.Problems, set => set.And(autoscaler), "HorizontalPodAutoscaler pathway/silo",
            "work against each other");
    }

    [Theory]
    [InlineData("Deployment", "silo", "/spec/template/spec/containers/0/resources/requests/cpu", "\"600m\"")]
    [InlineData("Deployment", "silo", "/spec/template/spec/containers/0/resources/requests/memory", "\"1Gi\"")]
    [InlineData("KafkaNodePool", "dual-role", "/spec/replicas", "3")]
    public Task Too_large_requests_for_minikube_are_found(string kind, string name, string field, string value) =>
        RuleAssert.FindsAsync(
            Kustomizations.Minikube, MinikubeRoom.Problems, set => set.With(kind, name, field, JsonNode.Parse(value)),
            "All pods together request");

    [Theory]
    [InlineData("250m", "0.250")]
    [InlineData("2", "2")]
    [InlineData("0.5", "0.5")]
    [InlineData("512Mi", "536870912")]
    [InlineData("1G", "1000000000")]
    public void Amounts_are_read(string text, string expected) =>
        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Quantity.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1 Gi")]
    [InlineData("1MiB")]
    [InlineData("-1")]
    public void Invalid_amounts_are_rejected(string? text) => Assert.Throws<FormatException>(() => Quantity.Parse(text));
}

using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Schemas;

/// <summary>Every object is valid for the API server, Strimzi's operator and KEDA, including each field.</summary>
public class SchemaTests(SchemaValidator validator)
{
    [Fact]
    public void The_list_of_kustomizations_is_complete() => Assert.Equal(
        [
            Kustomizations.Base, Kustomizations.Clickstream, Kustomizations.Minikube, Kustomizations.Production,
            Kustomizations.Standalone, Kustomizations.Producer],
        Kustomizations.All.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public async Task Every_object_is_valid_without_unknown_fields(string kustomization)
    {
        ManifestSet set = await RenderedManifests.OfAsync(kustomization);
        Assert.NotEmpty(set.Items);
        await RuleAssert.NothingAsync(ProblemsAsync(set));
    }

    // Each of these is a realistic mistake in an otherwise valid object.
    [Theory]
    [InlineData("Deployment", "silo", "/spec/replica", "3", "/spec/replica: unknown field")]
    [InlineData("Deployment", "silo", "/spec/replicas", "\"3\"", "/spec/replicas: must be integer")]
    [InlineData("Deployment", "silo", "/spec/selector", null, "must have required property selector")]
    [InlineData(
        "Deployment", "silo", "/spec/template/spec/containers/0/imagePullPolicy", "\"Allways\"", "Always, IfNotPresent, Never")]
    [InlineData(
        "Deployment", "silo", "/spec/template/spec/containers/0/ports/0/containerPort", "\"11111\"",
        "/spec/template/spec/containers/0/ports/0/containerPort: must be integer")]
    [InlineData(
        "Deployment", "silo", "/spec/template/spec/containers/0/livenessProbe/periodSecond", "1",
        "/spec/template/spec/containers/0/livenessProbe/periodSecond: unknown field")]
    [InlineData(
        "Deployment", "silo", "/spec/template/spec/containers/0/readinessProbe/httpGet/pth", "\"/\"",
        "/spec/template/spec/containers/0/readinessProbe/httpGet/pth: unknown field")]
    [InlineData(
        "Deployment", "silo", "/spec/template/spec/containers/0/securityContext/readOnlyRootFileSystem", "true",
        "readOnlyRootFileSystem: unknown field")]
    [InlineData(
        "Deployment", "silo", "/spec/template/spec/containers/0/env/1/valueFrom/fieldRef/filedPath", "\"x\"",
        "filedPath: unknown field")]
    [InlineData(
        "Deployment", "silo", "/spec/template/spec/containers/0/resources/request", "{}",
        "/spec/template/spec/containers/0/resources/request: unknown field")]
    [InlineData(
        "Deployment", "silo", "/spec/template/spec/containers/0/resources/limits/memory", "\"1 GB\"",
        "/spec/template/spec/containers/0/resources/limits/memory: must match format \"quantity\"")]
    [InlineData(
        "Deployment", "silo", "/spec/template/spec/volumes/0/emptyDir/sizeLimt", "\"1Gi\"",
        "/spec/template/spec/volumes/0/emptyDir/sizeLimt: unknown field")]
    [InlineData("Deployment", "silo", "/spec/template/metadata/label", "{}", "/spec/template/metadata/label: unknown field")]
    [InlineData("Deployment", "silo", "/kind", "\"Deploiment\"", "there is no schema for kind Deploiment of apiVersion apps/v1")]
    [InlineData(
        "Deployment", "silo", "/apiVersion", "\"extensions/v1\"",
        "there is no schema for kind Deployment of apiVersion extensions/v1")]
    [InlineData("PodDisruptionBudget", "silo", "/spec/maxUnavailabel", "1", "/spec/maxUnavailabel: unknown field")]
    [InlineData(
        "HorizontalPodAutoscaler", "silo", "/spec/metrics/0/resource/target/utilization", "70",
        "/spec/metrics/0/resource/target/utilization: unknown field")]
    [InlineData(
        "NetworkPolicy", "silo", "/spec/ingress/0/from/0/podselector", "{}", "/spec/ingress/0/from/0/podselector: unknown field")]
    [InlineData(
        "StatefulSet", "postgres", "/spec/volumeClaimTemplates/0/spec/storage", "\"1Gi\"",
        "/spec/volumeClaimTemplates/0/spec/storage: unknown field")]
    [InlineData(
        "Kafka", "my-cluster", "/spec/kafka/listeners/0/type", "\"internl\"",
        "/spec/kafka/listeners/0/type: must be equal to one of the allowed values: internal")]
    [InlineData(
        "Kafka", "my-cluster", "/spec/kafka/listeners/0/authentification", "{}",
        "/spec/kafka/listeners/0/authentification: unknown field")]
    [InlineData(
        "Kafka", "my-cluster", "/spec/entityOperator/topicOperator/resources/requets", "{}",
        "/spec/entityOperator/topicOperator/resources/requets: unknown field")]
    [InlineData("Kafka", "my-cluster", "/spec/zookeeper", "{}", "/spec/zookeeper: unknown field")]
    [InlineData(
        "KafkaNodePool", "dual-role", "/spec/storage/volumes/0/kraftMetdata", "\"shared\"",
        "/spec/storage/volumes/0/kraftMetdata: unknown field")]
    [InlineData(
        "KafkaNodePool", "dual-role", "/spec/roles/0", "\"zookeeper\"",
        "/spec/roles/0: must be equal to one of the allowed values: controller, broker")]
    [InlineData("KafkaTopic", "events", "/spec/partitions", "\"10\"", "/spec/partitions: must be integer")]
    public Task A_mistake_in_the_base_is_found_and_named(
        string kind, string name, string field, string? value, string expected) =>
        AssertFoundAsync(Kustomizations.Base, kind, name, field, value, expected);

    [Theory]
    [InlineData("ScaledObject", "silo", "/spec/scaleTargetRef/naem", "\"silo\"", "/spec/scaleTargetRef/naem: unknown field")]
    [InlineData(
        "ScaledObject", "silo", "/spec/triggers/0/metadata/lagThreshold", "100000",
        "/spec/triggers/0/metadata/lagThreshold: must be string")]
    [InlineData(
        "ScaledObject", "silo", "/spec/advanced/horizontalPodAutoscalerConfig/behaviour", "{}", "behaviour: unknown field")]
    [InlineData(
        "KafkaUser", "pathway", "/spec/authorization/acls/0/resource/patterntype", "\"literal\"",
        "/spec/authorization/acls/0/resource/patterntype: unknown field")]
    [InlineData(
        "KafkaUser", "pathway", "/spec/authentication/type", "\"scram\"",
        "/spec/authentication/type: must be equal to one of the allowed values")]
    [InlineData(
        "TriggerAuthentication", "kafka", "/spec/secretTargetRef/0/parametre", "\"username\"",
        "/spec/secretTargetRef/0/parametre: unknown field")]
    public Task A_mistake_in_production_is_found_and_named(
        string kind, string name, string field, string? value, string expected) =>
        AssertFoundAsync(Kustomizations.Production, kind, name, field, value, expected);

    [Fact]
    public async Task A_field_without_a_value_is_found()
    {
        ManifestSet set = await RenderedManifests.OfAsync(Kustomizations.Base);
        var changed = (JsonObject)set.Get("Deployment", "silo").Json.DeepClone();
        changed["spec"]!["minReadySeconds"] = null;
        Assert.Contains(
            await validator.ProblemsAsync(new Manifest(changed)),
            problem => problem.ToString() == "/spec/minReadySeconds: has no value");
    }

    [Fact]
    public async Task Fields_that_a_schema_leaves_open_are_accepted()
    {
        ManifestSet set = (await RenderedManifests.OfAsync(Kustomizations.Base))
            .With("Kafka", "my-cluster", "/spec/kafka/config/some.setting", "1")
            .With("KafkaTopic", "events", "/spec/config/cleanup.policy", "delete")
            .With("Deployment", "silo", "/metadata/annotations", new JsonObject { ["example.com/any"] = "thing" });
        await RuleAssert.NothingAsync(ProblemsAsync(set));
    }

    private async Task AssertFoundAsync(
        string kustomization, string kind, string name, string field, string? value, string expected)
    {
        ManifestSet set = await RenderedManifests.OfAsync(kustomization);
        Manifest original = set.Get(kind, name);
        ManifestSet changed = set.With(kind, name, field, value is null ? null : JsonNode.Parse(value));
        Manifest broken = changed.Items[set.Items.ToList().IndexOf(original)];
        Assert.Contains(
            await validator.ProblemsAsync(broken), problem => problem.ToString().Contains(expected, StringComparison.Ordinal));
    }

    private async IAsyncEnumerable<string> ProblemsAsync(ManifestSet set)
    {
        foreach (Manifest manifest in set.Items)
        {
            foreach (SchemaProblem problem in await validator.ProblemsAsync(manifest))
            {
                yield return $"{manifest}: {problem}";
            }
        }
    }
}

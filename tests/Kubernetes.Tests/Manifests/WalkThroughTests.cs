using PathwayOrleans.Kubernetes.Tests.Manifests.Engines;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Kubernetes.Tests.Manifests;

/// <summary>The names are those of the proof of concept, so that existing scripts continue to work.</summary>
public class WalkThroughTests
{
    private const string Bootstrap = "my-cluster-kafka-bootstrap.kafka.svc.cluster.local:9092";

    [Theory]
    [InlineData(Kustomizations.Base, "silo")]
    [InlineData(Kustomizations.Minikube, "silo")]
    [InlineData(Kustomizations.Standalone, "standalone")]
    public async Task Names_are_the_proof_of_concepts(string kustomization, string engine)
    {
        ManifestSet set = await RenderedManifests.OfAsync(kustomization);
        Manifest kafka = set.Get("Kafka", "my-cluster");
        Assert.Equal(("kafka", "4.1.1"), (kafka.Namespace, kafka.Spec.Text("kafka", "version")));
        Assert.Equal("kafka.strimzi.io/v1", kafka.ApiVersion);
        Assert.Equal(
            ("kafka", 10),
            (set.Get("KafkaTopic", "events").Namespace, set.Get("KafkaTopic", "events").Spec.Number("partitions")));

        Manifest postgres = set.Get("StatefulSet", "postgres");
        Assert.Equal(1, postgres.Spec.Number("replicas"));
        IReadOnlyDictionary<string, string> variables = EnvironmentReader.Of(set, postgres.Pods!.Containers.Single());
        Assert.Equal(
            ("user", "password", "db"), (variables["POSTGRES_USER"], variables["POSTGRES_PASSWORD"], variables["POSTGRES_DB"]));

        Container container = set.Get("Deployment", engine).Pods!.Containers.Single();
        KafkaOptions source = EngineConfiguration.Options<KafkaOptions>(set, container);
        Assert.Equal((Bootstrap, "events", "pathway-consumer"), (source.BootstrapServers, source.Topic, source.GroupId));
        Assert.Equal(
            "postgresql://user:password@postgres:5432/db",
            EngineConfiguration.Options<DatabaseOptions>(set, container).ConnectionString);
    }

    [Fact]
    public async Task The_producer_produces_to_the_topic_that_is_read()
    {
        ManifestSet set = await RenderedManifests.OfAsync(Kustomizations.Producer);
        string[] arguments = [.. set.Get("Job", "producer").Pods!.Containers.Single().Arguments];
        Assert.Contains($"--brokers={Bootstrap}", arguments);
        Assert.Contains("--topic=events", arguments);
    }

    [Theory]
    [InlineData(Kustomizations.Base, 3)]
    [InlineData(Kustomizations.Minikube, 1)]
    public async Task The_initial_number_of_silos_is_as_documented(string kustomization, int replicas) =>
        Assert.Equal(
            replicas, (await RenderedManifests.OfAsync(kustomization)).Get("Deployment", "silo").Spec.Number("replicas"));

    [Fact]
    public async Task Standalone_engines_need_no_silo()
    {
        ManifestSet set = await RenderedManifests.OfAsync(Kustomizations.Standalone);
        Assert.DoesNotContain(set.Items, item => item.Name is "silo" or "silo-cluster" or "client");
        Assert.Equal(3, set.Get("Deployment", "standalone").Spec.Number("replicas"));
    }
}

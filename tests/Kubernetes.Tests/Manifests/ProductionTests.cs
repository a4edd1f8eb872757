using System.Text.Json.Nodes;
using Npgsql;
using PathwayOrleans.Kubernetes.Tests.Manifests.Engines;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Kubernetes.Tests.Manifests;

/// <summary>
/// The differences between production and the base: TLS, users with restricted rights, scaling by lag, distribution over nodes.
/// </summary>
public class ProductionTests
{
    private static readonly string[] KafkaReaders = ["silo", "tools"];

    [Fact]
    public async Task Brokers_accept_only_users_over_tls()
    {
        ManifestSet set = await SetAsync();
        JsonNode kafka = set.Get("Kafka", "my-cluster").Spec.At("kafka")!;
        JsonNode listener = Assert.Single(kafka.Items("listeners"));
        Assert.Equal(
            (9093, true, "scram-sha-512"),
            (listener.Number("port"), listener.Flag("tls"), listener.Text("authentication", "type")));
        Assert.Equal("simple", kafka.Text("authorization", "type"));
    }

    [Fact]
    public async Task Records_have_three_replicas_and_writes_need_two()
    {
        ManifestSet set = await SetAsync();
        Assert.Equal(3, set.Get("KafkaNodePool", "dual-role").Spec.Number("replicas"));
        Manifest topic = set.Get("KafkaTopic", "events");
        Assert.Equal((3, 2), (topic.Spec.Number("replicas"), topic.Spec.Number("config", "min.insync.replicas")));
        IReadOnlyDictionary<string, string> config = set.Get("Kafka", "my-cluster").Spec.Map("kafka", "config");
        Assert.Equal(
            ["3", "2", "3", "3", "2"],
            ((string[])["default.replication.factor", "min.insync.replicas", "offsets.topic.replication.factor",
                "transaction.state.log.replication.factor", "transaction.state.log.min.isr"]).Select(key => config[key]));
    }

    [Fact]
    public async Task Engines_connect_to_kafka_as_a_user_over_tls()
    {
        ManifestSet set = await SetAsync();
        Assert.All(KafkaReaders, name =>
        {
            IReadOnlyDictionary<string, string> client = Options<KafkaOptions>(set, name).Client;
            Assert.Equal(("SASL_SSL", "SCRAM-SHA-512"), (client["security.protocol"], client["sasl.mechanism"]));
            Assert.Equal(
                (EnvironmentReader.Unknown, EnvironmentReader.Unknown), (client["sasl.username"], client["sasl.password"]));
            Assert.StartsWith("/etc/", client["ssl.ca.location"], StringComparison.Ordinal);
            Assert.DoesNotContain("enable.ssl.certificate.verification", client.Keys);
            Assert.False(
                client.TryGetValue("ssl.endpoint.identification.algorithm", out string? algorithm) && algorithm == "none");
        });
    }

    // Only read and describe of the topic and the group: an engine writes no records.
    [Fact]
    public async Task The_kafka_user_may_read_the_topic_and_commit_the_groups_offsets()
    {
        ManifestSet set = await SetAsync();
        KafkaOptions kafka = Options<KafkaOptions>(set, "silo");
        Manifest user = Assert.Single(set.OfKind("KafkaUser"));
        Assert.Equal("scram-sha-512", user.Spec.Text("authentication", "type"));
        Assert.Equal(
            [$"group {kafka.GroupId} literal: Describe, Read", $"topic {kafka.Topic} literal: Describe, Read"],
            user.Spec.Items("authorization", "acls").Select(Describe).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Keda_scales_by_the_lag_of_the_silos_topic_and_group()
    {
        ManifestSet set = await SetAsync();
        KafkaOptions kafka = Options<KafkaOptions>(set, "silo");
        JsonNode trigger = Assert.Single(set.Get("ScaledObject", "silo").Spec.Items("triggers"));
        Assert.Equal(
            ("kafka", kafka.BootstrapServers, kafka.Topic, kafka.GroupId),
            (
                trigger.Text("type"), trigger.Text("metadata", "bootstrapServers"), trigger.Text("metadata", "topic"),
                trigger.Text("metadata", "consumerGroup")));
        Assert.Equal(
            ("enable", "scram_sha512", null),
            (trigger.Text("metadata", "tls"), trigger.Text("metadata", "sasl"), trigger.Text("metadata", "unsafeSsl")));
        Assert.Equal(
            ["ca", "password", "username"],
            set.Get("TriggerAuthentication", trigger.Text("authenticationRef", "name")!).Spec.Items("secretTargetRef")
                .Select(target => target.Text("parameter")).Order(StringComparer.Ordinal));
        Assert.Empty(set.OfKind("HorizontalPodAutoscaler"));
    }

    [Fact]
    public async Task Every_program_verifies_postgres_certificate_and_name()
    {
        ManifestSet set = await SetAsync();
        Assert.All((string[])["silo", "client", "tools", "migrate"], name =>
        {
            NpgsqlConnectionStringBuilder address = PostgresAddress.Parse(Options<DatabaseOptions>(set, name).ConnectionString);
            Assert.Equal(
                (SslMode.VerifyFull, "postgres.pathway.svc.cluster.local", "user", "db"),
                (address.SslMode, address.Host, address.Username, address.Database));
            Assert.Equal("/etc/pathway/database/ca.crt", address.RootCertificate);
        });
    }

    [Fact]
    public async Task Postgres_accepts_network_connections_only_with_tls()
    {
        ManifestSet set = await SetAsync();
        string[] arguments = [.. set.Get("StatefulSet", "postgres").Pods!.Containers.Single().Arguments];
        Assert.Contains("ssl=on", arguments);
        Assert.Contains(arguments, argument => argument.StartsWith("hba_file=", StringComparison.Ordinal));
        string rules = set.OfKind("ConfigMap")
            .Single(map => map.Name.StartsWith("postgres-access", StringComparison.Ordinal)).Json.Text("data", "pg_hba.conf")!;
        string[][] entries =
            [.. rules.Split('\n').Select(line => line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields.Length > 0)];
        Assert.All(entries, entry => Assert.True(
            entry[0] is "local" or "hostssl"
                || entry is ["host", _, _, "127.0.0.1/32" or "::1/128", ..] or ["hostnossl", .., "reject"],
                string.Join(' ', entry)));
        Assert.All(entries.Where(entry => entry[0] != "local"), entry => Assert.Contains(
            entry[^1], (string[])["scram-sha-256", "reject"]));
    }

    [Fact]
    public async Task Silos_are_distributed_over_nodes_and_zones()
    {
        ManifestSet set = await SetAsync();
        JsonNode[] constraints = [.. set.Get("Deployment", "silo").Pods!.Spec.Items("topologySpreadConstraints")];
        Assert.Equal(
            ["kubernetes.io/hostname: DoNotSchedule", "topology.kubernetes.io/zone: ScheduleAnyway"],
            constraints.Select(constraint => $"{constraint.Text("topologyKey")}: {constraint.Text("whenUnsatisfiable")}")
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("postgres")]
    public async Task Engine_and_database_have_more_memory_than_in_the_base(string name)
    {
        string kind = name == "silo" ? "Deployment" : "StatefulSet";
        decimal production = Memory((await SetAsync()).Get(kind, name));
        decimal ofBase = Memory((await RenderedManifests.OfAsync(Kustomizations.Base)).Get(kind, name));
        Assert.True(production > ofBase, $"{production} bytes, and in the base {ofBase}");
    }

    private static decimal Memory(Manifest workload) =>
        Quantity.Parse(workload.Pods!.Containers.Single().Json.Text("resources", "requests", "memory"));

    private static TOptions Options<TOptions>(ManifestSet set, string container)
        where TOptions : class =>
            EngineConfiguration.Options<TOptions>(set, set.Containers.Single(found => found.Name == container));

    private static Task<ManifestSet> SetAsync() => RenderedManifests.OfAsync(Kustomizations.Production);

    private static string Describe(JsonNode acl) =>
        $"{acl.Text("resource", "type")} {acl.Text("resource", "name")} {acl.Text("resource", "patternType")}: " +
        string.Join(", ", acl.Items("operations").Select(operation => operation.ToString()).Order(StringComparer.Ordinal));
}

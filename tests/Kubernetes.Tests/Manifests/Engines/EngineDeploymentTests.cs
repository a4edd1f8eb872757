using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.Silo.Hosting;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Engines;

public class EngineDeploymentTests
{
    private const string Container = "/spec/template/spec/containers/0";

    [Theory]
    [MemberData(nameof(Kustomizations.WithEngines), MemberType = typeof(Kustomizations))]
    public async Task Engines_have_suitable_probes_updates_and_grace_periods(string kustomization)
    {
        ManifestSet set = await RenderedManifests.OfAsync(kustomization);
        Assert.Equal(
            kustomization == Kustomizations.Standalone ? "standalone" : "silo",
            Assert.Single(EngineDeploymentRules.Engines(set)).Name);
        RuleAssert.Nothing(EngineDeploymentRules.Problems(set));
    }

    [Theory]
    [MemberData(nameof(Kustomizations.WithSilos), MemberType = typeof(Kustomizations))]
    public async Task Declared_ports_of_a_silo_are_those_that_it_listens_on(string kustomization)
    {
        ManifestSet set = await RenderedManifests.OfAsync(kustomization);
        Container silo = set.Get("Deployment", "silo").Pods!.Containers.Single();
        PathwaySiloOptions options = EngineConfiguration.Options<PathwaySiloOptions>(set, silo);
        Assert.Equal((options.Port, options.GatewayPort), (silo.PortOf("silo"), silo.PortOf("gateway")));
    }

    [Theory]
    [InlineData("/spec/strategy/rollingUpdate/maxUnavailable", "1", "one by one")]
    [InlineData("/spec/strategy/type", "\"Recreate\"", "one by one")]
    [InlineData("/spec/template/spec/terminationGracePeriodSeconds", "9", "killed after 9 s, but its host may take 9 s")]
    [InlineData(
        "/spec/template/spec/terminationGracePeriodSeconds", null, "killed after 30 s, but its host may take 94 s", "00:01:30")]
    [InlineData(Container + "/livenessProbe/httpGet/path", "\"/readyz\"", "livenessProbe must request /healthz")]
    [InlineData(Container + "/readinessProbe/httpGet/path", "\"/healthz\"", "readinessProbe must request /readyz")]
    [InlineData(Container + "/startupProbe/tcpSocket/port", "\"silo\"", "startup probe")]
    [InlineData(Container + "/env/1/valueFrom/fieldRef/fieldPath", "\"status.hostIP\"", "POD_IP is not the pod's status.podIP")]
    [InlineData(Container + "/ports/1/containerPort", "30001", "no port gateway of 30000")]
    public Task A_missing_setting_of_an_engine_is_found(
        string field, string? value, string expected, string? handOverTimeout = null) => RuleAssert.FindsAsync(
        Kustomizations.Base, EngineDeploymentRules.Problems,
        set => WithHandOverTimeout(
            set.With("Deployment", "silo", field, value is null ? null : JsonNode.Parse(value)),
            handOverTimeout),
        "Deployment pathway/silo", expected);

    private static ManifestSet WithHandOverTimeout(ManifestSet set, string? timeout) => timeout is null
        ? set
        : set.With(
            "Deployment", "silo", $"{Container}/env/-",
            new JsonObject { ["name"] = "Pathway__Engine__HandOverTimeout", ["value"] = timeout });
}

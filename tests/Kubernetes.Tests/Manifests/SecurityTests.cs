using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

namespace PathwayOrleans.Kubernetes.Tests.Manifests;

public class SecurityTests
{
    private const string Container = "/spec/template/spec/containers/0";

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Pods_have_no_unneeded_rights(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, PodSecurityRules.Problems);

    [Theory]
    [MemberData(nameof(Kustomizations.WithEngines), MemberType = typeof(Kustomizations))]
    public async Task The_namespace_enforces_restricted_pods(string kustomization)
    {
        ManifestSet set = await RenderedManifests.OfAsync(kustomization);
        Assert.Equal("restricted", set.Get("Namespace", "pathway").Labels["pod-security.kubernetes.io/enforce"]);
    }

    [Fact]
    public Task Production_contains_no_secret() => RuleAssert.HoldsAsync(Kustomizations.Production, SecretRules.Problems);

    [Theory]
    [InlineData("/spec/template/spec/automountServiceAccountToken", null, "mounts a token")]
    [InlineData("/spec/template/spec/hostNetwork", "true", "hostNetwork")]
    [InlineData(
        "/spec/template/spec/volumes/0", """{"name":"tmp","hostPath":{"path":"/tmp"}}""", "mounts a folder of its node as tmp")]
    [InlineData(
        "/spec/template/spec/securityContext/sysctls", """[{"name":"net.core.somaxconn","value":"1024"}]""",
        "sets kernel parameters")]
    [InlineData("/spec/template/spec/securityContext/runAsNonRoot", null, "may run as root")]
    [InlineData("/spec/template/spec/securityContext/runAsUser", "0", "no runAsUser")]
    [InlineData("/spec/template/spec/securityContext/runAsGroup", null, "no runAsGroup")]
    [InlineData("/spec/template/spec/securityContext/seccompProfile/type", "\"Unconfined\"", "seccomp")]
    [InlineData(Container + "/securityContext/readOnlyRootFilesystem", "false", "root file system")]
    [InlineData(Container + "/securityContext/allowPrivilegeEscalation", null, "gain privileges")]
    [InlineData(Container + "/securityContext/privileged", "true", "privileged")]
    [InlineData(Container + "/securityContext/capabilities/drop", """["NET_RAW"]""", "has capabilities")]
    [InlineData(Container + "/securityContext/capabilities/add", """["NET_ADMIN"]""", "has capabilities")]
    [InlineData(Container + "/resources/limits/cpu", "\"1\"", "a CPU request and no CPU limit")]
    [InlineData(Container + "/resources/requests/cpu", null, "a CPU request and no CPU limit")]
    [InlineData(Container + "/resources/limits/memory", null, "a memory request and a memory limit")]
    [InlineData(Container + "/resources/limits/memory", "\"100Mi\"", "a memory limit that is not lower")]
    public Task An_unneeded_right_is_found(string field, string? value, string expected) => RuleAssert.FindsAsync(
        Kustomizations.Base, PodSecurityRules.Problems,
        set => set.With("Deployment", "silo", field, value is null ? null : JsonNode.Parse(value)), "Deployment pathway/silo",
        expected);

    [Fact]
    public Task A_right_at_the_api_is_found() => RuleAssert.FindsAsync(
        Kustomizations.Base, PodSecurityRules.Problems, set => set.With("Service", "silo", "/kind", "RoleBinding"),
        "RoleBinding pathway/silo");

    [Fact]
    public Task An_account_that_mounts_its_token_is_found() => RuleAssert.FindsAsync(
        Kustomizations.Base, PodSecurityRules.Problems,
        set => set.With("ServiceAccount", "silo", "/automountServiceAccountToken", null),
        "ServiceAccount pathway/silo mounts its token");

    [Theory]
    [InlineData("Service", "silo", "/kind", "\"Secret\"", "Secret pathway/silo is rendered")]
    [InlineData(
        "Deployment", "silo", Container + "/env/0", """{"name":"Pathway__Kafka__Client__sasl.password","value":"x"}""",
        "has its value in a file")]
    [InlineData(
        "Deployment", "silo", Container + "/args", """["--database=postgresql://user:x@postgres/db"]""",
        "an address with a password")]
    public Task A_secret_in_a_file_is_found(string kind, string name, string field, string value, string expected) =>
        RuleAssert.FindsAsync(
        Kustomizations.Production, SecretRules.Problems, set => set.With(kind, name, field, JsonNode.Parse(value)), expected);
}

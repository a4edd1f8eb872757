using System.Xml.Linq;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

public class NameTests
{
    private static readonly string Version = XDocument.Load(RepositoryFolder.PathOf("Directory.Build.props"))
        .Descendants("Version").Single().Value;

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Objects_are_unique(string kustomization) => RuleAssert.HoldsAsync(kustomization, NameRules.Twice);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Every_namespace_is_declared(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, NameRules.NamespacesThatAreMissing);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Images_have_this_version_or_a_pinned_one(string kustomization) => RuleAssert.HoldsAsync(kustomization, Images);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Every_object_has_the_common_labels(string kustomization) => RuleAssert.HoldsAsync(kustomization, set =>
        set.Items.Where(item => item.Labels.GetValueOrDefault("app.kubernetes.io/part-of") != "pathway-orleans")
            .Select(item => $"{item} has no label app.kubernetes.io/part-of: pathway-orleans."));

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Names_are_valid_for_the_API_server(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, FormRules.Problems);

    [Theory]
    [InlineData("Service", "silo", "/metadata/name", "Silo", "its name is not valid")]
    [InlineData("Service", "silo", "/spec/ports/0/name", "http_api", "http_api is not a valid port name")]
    [InlineData("Service", "silo", "/metadata/labels/tier", "a b", "tier: a b is not a valid label")]
    [InlineData("Deployment", "silo", "/spec/template/spec/containers/0/name", "the silo", "its name is not valid")]
    [InlineData(
        "Deployment", "silo", "/spec/template/spec/containers/0/ports/0/name", "a-silos-own-port",
        "a-silos-own-port is not a valid port name")]
    [InlineData("Deployment", "silo", "/spec/template/spec/containers/0/ports/0/name", "11111", "11111 is not a valid port name")]
    [InlineData(
        "Deployment", "silo", "/spec/template/spec/containers/0/env/0/name", "POD NAME", "POD NAME is not a valid variable name")]
    public Task An_invalid_name_is_found(string kind, string name, string field, string value, string expected) =>
        RuleAssert.FindsAsync(Kustomizations.Base, FormRules.Problems, set => set.With(kind, name, field, value), expected);

    [Fact]
    public Task A_duplicate_object_is_found() => RuleAssert.FindsAsync(
        Kustomizations.Base, NameRules.Twice, set => set.With("Service", "silo-cluster", "/metadata/name", "silo"),
        "Service pathway/silo");

    [Theory]
    [InlineData("Service", "silo", "/metadata/namespace", "patway", "Service patway/silo")]
    [InlineData("Service", "silo", "/metadata/namespace", null, "Service silo has no namespace")]
    [InlineData(
        "NetworkPolicy", "silo", "/spec/egress/2/to/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name", "kafak",
        "kafak")]
    public Task An_undeclared_namespace_is_found(
        string kind, string name, string field, string? value, string expected) =>
        RuleAssert.FindsAsync(
            Kustomizations.Base, NameRules.NamespacesThatAreMissing, set => set.With(kind, name, field, value), expected);

    [Theory]
    [InlineData("pathway-orleans/silo:0.0.9")]
    [InlineData("pathway-orleans/silo:latest")]
    [InlineData("pathway-orleans/silos:0.1.0")]
    [InlineData("pathway-orleans/silo")]
    [InlineData("redis")]
    [InlineData("redis:latest")]
    [InlineData("redis:7")]
    public Task An_image_of_another_version_is_found(string image) => RuleAssert.FindsAsync(
        Kustomizations.Base, Images, set => set.With("Deployment", "silo", "/spec/template/spec/containers/0/image", image),
        "Deployment pathway/silo", image);

    private static IEnumerable<string> Images(ManifestSet set) => NameRules.Images(set, Version);
}

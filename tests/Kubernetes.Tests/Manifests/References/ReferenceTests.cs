using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

public class ReferenceTests
{
    // The labels of the steps in the order of kubernetes/README.md.
    private static readonly string[] Steps = ["kafka", "database", "engine"];

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task References_exist(string kustomization) => RuleAssert.HoldsAsync(kustomization, ReferenceRules.Missing);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Objects_that_need_a_reference_are_referenced(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, ReferenceRules.Unused);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task External_secrets_are_those_of_the_instructions(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, ReferenceRules.OutsideSecretsThatDiffer);

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public Task Configured_files_are_mounted(string kustomization) =>
        RuleAssert.HoldsAsync(kustomization, MountedFiles.Missing);

    [Theory]
    [MemberData(nameof(Kustomizations.WithEngines), MemberType = typeof(Kustomizations))]
    public async Task A_step_by_label_does_not_depend_on_a_later_one(string kustomization)
    {
        ManifestSet set = await RenderedManifests.OfAsync(kustomization);
        RuleAssert.Nothing(set.Items.Where(item => !Steps.Contains(Step(item)))
            .Select(item => $"{item} is in no step: it has no label app.kubernetes.io/component of {string.Join(", ", Steps)}."));
        for (int steps = 1; steps <= Steps.Length; steps++)
        {
            string[] done = Steps[..steps];
            var applied = new ManifestSet(set.Name, [.. set.Items.Where(item => done.Contains(Step(item)))]);
            RuleAssert.Nothing(ReferenceRules.Missing(applied).Concat(NameRules.NamespacesThatAreMissing(applied)));
        }
    }

    [Theory]
    [InlineData("/spec/template/spec/serviceAccountName", "nobody", "ServiceAccount pathway/nobody")]
    [InlineData(
        "/spec/template/spec/containers/0/env/2/valueFrom/secretKeyRef/name", "nothing", "Secret pathway/nothing, key password")]
    [InlineData("/spec/template/spec/containers/0/env/2/valueFrom/secretKeyRef/key", "pasword", "key pasword")]
    [InlineData("/spec/template/spec/containers/0/envFrom/0/configMapRef/name", "patway", "ConfigMap pathway/patway")]
    public Task A_missing_reference_is_found(string field, string value, string expected) => RuleAssert.FindsAsync(
        Kustomizations.Base, ReferenceRules.Missing, set => set.With("Deployment", "silo", field, value),
        "Deployment pathway/silo", expected);

    [Theory]
    [InlineData("HorizontalPodAutoscaler", "silo", "/spec/scaleTargetRef/name", "Deployment pathway/other")]
    [InlineData("StatefulSet", "postgres", "/spec/serviceName", "Service pathway/other")]
    [InlineData("KafkaTopic", "events", "/metadata/labels/strimzi.io~1cluster", "Kafka kafka/other")]
    public Task A_missing_target_is_found(string kind, string name, string field, string expected) => RuleAssert.FindsAsync(
        Kustomizations.Base, ReferenceRules.Missing, set => set.With(kind, name, field, "other"), expected);

    [Fact]
    public Task An_unused_service_account_is_found() => RuleAssert.FindsAsync(
        Kustomizations.Base, ReferenceRules.Unused, set =>
            set.With("Deployment", "tools", "/spec/template/spec/serviceAccountName", "client"), "ServiceAccount pathway/tools");

    [Fact]
    public Task A_secret_key_without_instructions_is_found() => RuleAssert.FindsAsync(
        Kustomizations.Production, ReferenceRules.Missing,
        set => set.With("TriggerAuthentication", "kafka", "/spec/secretTargetRef/0/key", "user"),
        "Secret pathway/pathway-kafka, key user");

    [Fact]
    public Task An_unused_external_secret_is_found() => RuleAssert.FindsAsync(
        Kustomizations.Production, ReferenceRules.OutsideSecretsThatDiffer,
        set => set.With("StatefulSet", "postgres", "/spec/template/spec/containers/0/args", new JsonArray()),
        "Secret postgres-tls, key tls.key");

    [Fact]
    public Task A_missing_mount_is_found() => RuleAssert.FindsAsync(
        Kustomizations.Production, MountedFiles.Missing,
        set => set.With("Deployment", "silo", "/spec/template/spec/volumes/0/secret/items/0/path", "ca.pem"),
        "Deployment pathway/silo", "ca.crt");

    private static string Step(Manifest manifest) => manifest.Labels.GetValueOrDefault("app.kubernetes.io/component", "");
}

using System.Text.RegularExpressions;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.References;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Kubernetes.Tests.Manifests;

/// <summary>Objects, paths and labels in kubernetes/README.md exist.</summary>
public partial class ReadmeTests
{
    private static readonly string Text = File.ReadAllText(RepositoryFolder.PathOf("kubernetes", "README.md"));

    [Theory]
    [MemberData(nameof(Kustomizations.All), MemberType = typeof(Kustomizations))]
    public void Every_kustomization_is_named_by_its_path(string kustomization) =>
        Assert.Contains($"`kubernetes/{kustomization}`", Text, StringComparison.Ordinal);

    [Fact]
    public void Paths_of_commands_are_kustomizations()
    {
        string[] paths = [.. Applied().Matches(Text).Select(match => match.Groups["path"].Value).Distinct()];
        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(
            File.Exists(RepositoryFolder.PathOf([.. path.Split('/'), "kustomization.yaml"])), path));
    }

    // `base/kafka-kraft.yaml`, `overlays/production/kustomization.yaml`, `silo.yaml`: a path below the folder, or a file name in
    // it.
    [Fact]
    public void Named_manifests_exist()
    {
        string root = RepositoryFolder.PathOf("kubernetes");
        string[] files = [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => "/" + Path.GetRelativePath(root, file).Replace('\\', '/'))];
        string[] named = [.. Manifest().Matches(Text).Select(match => match.Groups["path"].Value).Distinct()];
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(files, file => file.EndsWith("/" + name, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_component_is_named() => Assert.All(
        Directory.EnumerateDirectories(RepositoryFolder.PathOf("kubernetes", "components")).Select(Path.GetFileName),
        component => Assert.Contains($"`{component}`", Text, StringComparison.Ordinal));

    // `deployment/tools`, `job/migrate`, …: in the syntax of kubectl.
    [Fact]
    public async Task Objects_of_commands_exist()
    {
        Manifest[] all = await EverythingAsync();
        (string Kind, string Name)[] named =
            [.. Named().Matches(Text).Select(match => (match.Groups["kind"].Value, match.Groups["name"].Value)).Distinct()];
        Assert.Contains(("deployment", "silo"), named);
        Assert.All(
            named.Where(found => found.Name is not "strimzi-cluster-operator"),
            found => Assert.Contains(
                all, item => item.Kind.Equals(found.Kind, StringComparison.OrdinalIgnoreCase) && item.Name == found.Name));
    }

    [Fact]
    public async Task Labels_of_commands_exist()
    {
        Manifest[] all = await EverythingAsync();
        (string Key, string Value)[] selected =
            [.. Selected().Matches(Text).Select(match => (match.Groups["key"].Value, match.Groups["value"].Value)).Distinct()];
        Assert.NotEmpty(selected);
        Assert.All(selected, label => Assert.Contains(all, item => item.Labels.GetValueOrDefault(label.Key) == label.Value));
    }

    [Fact]
    public void External_secrets_are_listed_with_their_keys() => Assert.All(
        OutsideSecrets.Of(Kustomizations.Production),
        secret => Assert.Contains(
            $"| `{secret.Key}` | {string.Join(", ", secret.Value.Select(key => $"`{key}`"))} |", Text, StringComparison.Ordinal));

    private static async Task<Manifest[]> EverythingAsync() =>
        [.. (await Task.WhenAll(Kustomizations.All.Select(kustomization => RenderedManifests.OfAsync(kustomization.Data))))
            .SelectMany(set => set.Items)];

    [GeneratedRegex(@"kubectl (apply|delete) -k (?<path>[\w/.-]+)")]
    private static partial Regex Applied();

    [GeneratedRegex(@"`(?<path>[\w/-]+\.yaml)`")]
    private static partial Regex Manifest();

    [GeneratedRegex(
        @"\b(?<kind>deployment|statefulset|job|kafka|kafkauser|kafkatopic|scaledobject)(/|( (?=[a-z0-9-]+ (-n|autoscaling))))(?<name>[a-z][a-z0-9-]*)")]
    private static partial Regex Named();

    [GeneratedRegex(@" -l (?<key>[\w./-]+)=(?<value>[\w-]+)")]
    private static partial Regex Selected();
}

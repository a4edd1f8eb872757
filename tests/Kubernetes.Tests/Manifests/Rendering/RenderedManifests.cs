using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

/// <summary>The output of `kubectl kustomize` for each kustomization; each is rendered once.</summary>
internal static class RenderedManifests
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<ManifestSet>>> Rendered = new(StringComparer.Ordinal);

    /// <summary>The objects of a kustomization, given by its path below kubernetes/.</summary>
    internal static Task<ManifestSet> OfAsync(string kustomization) =>
        Rendered.GetOrAdd(kustomization, path => new Lazy<Task<ManifestSet>>(() => RenderAsync(path))).Value;

    /// <summary>The objects of a kustomization; those of the producer together with the base, to which it is added.</summary>
    internal static async Task<ManifestSet> AppliedAsync(string kustomization) => kustomization == Kustomizations.Producer
        ? (await OfAsync(Kustomizations.Base)).And(await OfAsync(kustomization))
        : await OfAsync(kustomization);

    private static async Task<ManifestSet> RenderAsync(string kustomization)
    {
        string yaml = await Kustomize.RenderAsync(kustomization);
        return new ManifestSet(
            kustomization, [.. YamlDocuments.Read(yaml).Cast<JsonObject>().Select(document => new Manifest(document))]);
    }
}

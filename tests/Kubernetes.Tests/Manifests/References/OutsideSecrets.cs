using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

/// <summary>The external secrets of a kustomization; kubernetes/README.md describes how to create them.</summary>
internal static class OutsideSecrets
{
    private static readonly Dictionary<string, string[]> OfProduction = new(StringComparer.Ordinal)
    {
        ["pathway-kafka"] = ["username", "password", "ca.crt"],
        ["pathway-database"] = ["password", "ca.crt"],
        ["postgres-tls"] = ["tls.crt", "tls.key"],
    };

    /// <summary>Secrets by name, with their keys.</summary>
    internal static IReadOnlyDictionary<string, string[]> Of(string kustomization) =>
        kustomization == Kustomizations.Production ? OfProduction : new Dictionary<string, string[]>(StringComparer.Ordinal);
}

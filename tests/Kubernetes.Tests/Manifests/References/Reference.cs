using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

/// <summary>An object names another one, or a key of it.</summary>
/// <param name="From">Who names it.</param>
/// <param name="Kind">The other's kind.</param>
/// <param name="Name">The other's name; it is in the same namespace.</param>
/// <param name="Key">The key of a Secret or ConfigMap; null where all of it is meant.</param>
internal sealed record Reference(Manifest From, string Kind, string Name, string? Key = null)
{
    public override string ToString() => $"{From} refers to {Kind} {From.Namespace}/{Name}{(Key is null ? "" : $", key {Key}")}";
}

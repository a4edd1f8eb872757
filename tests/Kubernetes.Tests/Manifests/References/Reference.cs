using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

/// <summary>A reference of an object to another one, or to a key of it.</summary>
/// <param name="From">The referring object.</param>
/// <param name="Kind">The other's kind.</param>
/// <param name="Name">The other's name; it is in the same namespace.</param>
/// <param name="Key">The key of a Secret or ConfigMap; null for the whole object.</param>
internal sealed record Reference(Manifest From, string Kind, string Name, string? Key = null)
{
    public override string ToString() => $"{From} refers to {Kind} {From.Namespace}/{Name}{(Key is null ? "" : $", key {Key}")}";
}

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Schemas;

/// <summary>What a schema says against an object.</summary>
/// <param name="Path">Where, as a JSON pointer; empty for the object as a whole.</param>
/// <param name="Message">What.</param>
internal sealed record SchemaProblem(string Path, string Message)
{
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}

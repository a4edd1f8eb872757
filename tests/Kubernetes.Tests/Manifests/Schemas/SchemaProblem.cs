namespace PathwayOrleans.Kubernetes.Tests.Manifests.Schemas;

/// <summary>An error of the schema validation of an object.</summary>
/// <param name="Path">The location as a JSON pointer; empty for the whole object.</param>
/// <param name="Message">The error message.</param>
internal sealed record SchemaProblem(string Path, string Message)
{
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}

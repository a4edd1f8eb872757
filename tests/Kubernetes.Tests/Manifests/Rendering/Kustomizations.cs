using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

/// <summary>The kustomizations that can be applied: all below kubernetes/ except components.</summary>
public static class Kustomizations
{
    internal const string Base = "base";
    internal const string Clickstream = "overlays/clickstream";
    internal const string Minikube = "overlays/minikube";
    internal const string Production = "overlays/production";
    internal const string Standalone = "overlays/standalone";
    internal const string Producer = "producer";

    /// <summary>Their paths below kubernetes/.</summary>
    public static TheoryData<string> All { get; } = [.. Find()];

    /// <summary>Those that run an engine.</summary>
    public static TheoryData<string> WithEngines { get; } = [.. Find().Where(path => path != Producer)];

    /// <summary>Those that run silos.</summary>
    public static TheoryData<string> WithSilos { get; } = [.. Find().Where(path => path is not (Producer or Standalone))];

    private static IEnumerable<string> Find()
    {
        string root = RepositoryFolder.PathOf("kubernetes");
        return Directory.EnumerateFiles(root, "kustomization.yaml", SearchOption.AllDirectories)
            .Where(file => YamlDocuments.Read(File.ReadAllText(file))[0]["kind"]?.ToString() == "Kustomization")
            .Select(file => Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }
}

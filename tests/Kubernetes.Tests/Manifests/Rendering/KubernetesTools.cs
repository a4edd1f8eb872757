using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

/// <summary>The programs that these tests need. Tools/prepare installs them, or prints what to install.</summary>
internal static class KubernetesTools
{
    private static readonly Lazy<Task<string>> Kubectl = new(() => PrepareAsync("kubectl"));
    private static readonly Lazy<Task<string>> Schemas = new(() => PrepareAsync("schemas"));

    /// <summary>The folder of the schema packages.</summary>
    internal static string SchemaFolder { get; } = RepositoryFolder.PathOf(".pathway", "kubernetes-models");

    /// <summary>The path of kubectl.</summary>
    internal static async Task<string> KubectlAsync()
    {
        await Kubectl.Value;
        string own = RepositoryFolder.PathOf(".pathway", "kubectl", "usr", "bin", "kubectl");
        return File.Exists(own) ? own : "kubectl";
    }

    /// <summary>Installs Node.js and the packages in <see cref="SchemaFolder"/> if they are missing.</summary>
    internal static Task SchemasAsync() => Schemas.Value;

    private static Task<string> PrepareAsync(string part) =>
        CommandRun.OutputAsync(RepositoryFolder.PathOf("tests", "Kubernetes.Tests", "Tools", "prepare"), part);
}

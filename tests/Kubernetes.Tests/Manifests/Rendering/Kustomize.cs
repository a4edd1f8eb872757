using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

/// <summary><c>kubectl kustomize</c>.</summary>
internal static class Kustomize
{
    /// <summary>Renders a kustomization, given by its path below kubernetes/.</summary>
    /// <returns>A stream of YAML documents.</returns>
    internal static Task<string> RenderAsync(string kustomization) => RenderFolderAsync(
        RepositoryFolder.PathOf(["kubernetes", .. kustomization.Split('/')]));

    /// <summary>Renders a kustomization in any folder.</summary>
    internal static async Task<string> RenderFolderAsync(string folder) =>
        await CommandRun.OutputAsync(await KubernetesTools.KubectlAsync(), "kustomize", folder);
}

using System.Diagnostics;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Images;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Specs;

namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.World;

/// <summary><c>kubectl kustomize</c>.</summary>
internal static class Kustomize
{
    internal static async Task<RenderedObjects> RenderAsync(string folder)
    {
        using var process = Process.Start(new ProcessStartInfo("kubectl", ["kustomize", Path.Combine(BuiltOutput.Root, "kubernetes", folder)])
        {
            RedirectStandardOutput = true,
        })!;
        string yaml = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return RenderedObjects.Parse(yaml);
    }
}

using System.Globalization;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Kubernetes.Tests.Manifests.Engines;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Capacity;

/// <summary>The bounds of an engine fit into its container's memory limit.</summary>
internal static class MemoryLimits
{
    // The runtime limits the managed heap to this share of a container's limit.
    private const decimal HeapShare = 0.75m;

    internal static IEnumerable<string> Problems(ManifestSet set)
    {
        foreach (Manifest engine in EngineDeploymentRules.Engines(set))
        {
            Container container = engine.Pods!.Containers.Single();
            EngineOptions options = EngineConfiguration.Options<EngineOptions>(set, container);
            decimal limit = Quantity.Parse(container.Json.Text("resources", "limits", "memory"));
            long needed = engine.Name == "silo" ? MemoryBudget.OfSilo(options) : MemoryBudget.OfStandalone(options);
            if (needed > limit)
            {
                yield return Message(container, "needs", needed, limit);
            }

            if (MemoryBudget.HeapOf(options) > limit * HeapShare)
            {
                yield return Message(container, "needs a heap of", MemoryBudget.HeapOf(options), limit * HeapShare);
            }
        }
    }

    private static string Message(Container container, string verb, long needed, decimal allowed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{container} {verb} {needed / 1048576} MiB at its bounds, and may use {allowed / 1048576:0} MiB.");
}

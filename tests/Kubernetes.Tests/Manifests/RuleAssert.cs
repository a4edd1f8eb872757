using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

namespace PathwayOrleans.Kubernetes.Tests.Manifests;

/// <summary>Asserts on rules. A rule returns a line for each violation in a set of objects.</summary>
internal static class RuleAssert
{
    /// <summary>Asserts that the rule finds no violation in a kustomization as it is applied.</summary>
    internal static async Task HoldsAsync(string kustomization, Func<ManifestSet, IEnumerable<string>> rule) =>
        Nothing(rule(await RenderedManifests.AppliedAsync(kustomization)));

    /// <summary>Asserts that the rule finds a violation after a change and none before it.</summary>
    internal static async Task FindsAsync(
        string kustomization, Func<ManifestSet, IEnumerable<string>> rule, Func<ManifestSet, ManifestSet> change,
        params string[] expected)
    {
        ManifestSet set = await RenderedManifests.AppliedAsync(kustomization);
        Nothing(rule(set));
        string[] found = [.. rule(change(set))];
        Assert.Contains(found, problem => expected.All(part => problem.Contains(part, StringComparison.Ordinal)));
    }

    internal static void Nothing(IEnumerable<string> problems)
    {
        string[] found = [.. problems];
        Assert.True(found.Length == 0, string.Join(Environment.NewLine, found));
    }

    internal static async Task NothingAsync(IAsyncEnumerable<string> problems) => Nothing(await problems.ToArrayAsync());
}

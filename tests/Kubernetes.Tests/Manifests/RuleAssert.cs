using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

namespace PathwayOrleans.Kubernetes.Tests.Manifests;

/// <summary>A rule says what is wrong with a set of objects, a line each; that it says nothing is what a test asserts.</summary>
internal static class RuleAssert
{
    /// <summary>The rule finds nothing wrong with a kustomization as it is applied.</summary>
    internal static async Task HoldsAsync(string kustomization, Func<ManifestSet, IEnumerable<string>> rule) =>
        Nothing(rule(await RenderedManifests.AppliedAsync(kustomization)));

    /// <summary>The rule names what a change breaks, and found nothing before.</summary>
    internal static async Task FindsAsync(
        string kustomization, Func<ManifestSet, IEnumerable<string>> rule, Func<ManifestSet, ManifestSet> change, params string[] expected)
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

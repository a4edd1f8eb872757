using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

/// <summary>
/// Selectors select the intended pods: those of the workload that the selecting object belongs to by its labels.
/// </summary>
internal static class SelectorRules
{
    private const string NameLabel = "app.kubernetes.io/name";

    internal static IEnumerable<string> Problems(ManifestSet set) => set.Items.SelectMany(item => OfObject(set, item));

    private static IEnumerable<string> OfObject(ManifestSet set, Manifest item)
    {
        IEnumerable<string> found = Meant(item).SelectMany(selector => Compare(set, item, selector));
        if (item.Pods is not { } pods)
        {
            return found;
        }

        if (pods.Labels.GetValueOrDefault(NameLabel) != item.Labels.GetValueOrDefault(NameLabel))
        {
            found = found.Append($"{item} and its pods have different labels {NameLabel}.");
        }

        // The controller of a Job creates its selector.
        return item.Kind is "Job" or "CronJob"
            || item.Spec.At("selector") is not null ? found : found.Append($"{item} has no selector.");
    }

    private static IEnumerable<LabelSelector> Meant(Manifest item) => item.Kind switch
    {
        "Service" => [LabelSelector.OfLabels(item.Spec.At("selector"))],
        "PodDisruptionBudget" => [new LabelSelector(item.Spec.At("selector"))],
        "NetworkPolicy" => [new LabelSelector(item.Spec.At("podSelector"))],
        "Deployment" or "StatefulSet" => [new LabelSelector(item.Spec.At("selector")), .. OfSpreading(item.Pods!)],
        _ => [],
    };

    private static IEnumerable<LabelSelector> OfSpreading(PodTemplate pods) =>
        pods.Spec.Items("topologySpreadConstraints")
            .Select((JsonNode constraint) => new LabelSelector(constraint.At("labelSelector")));

    private static IEnumerable<string> Compare(ManifestSet set, Manifest item, LabelSelector selector)
    {
        PodTemplate[] selected = [.. set.Pods.Where(pod => pod.Namespace == item.Namespace && selector.Matches(pod.Labels))];
        if (selected.Length == 0)
        {
            yield return $"{item} selects no pods.";
        }

        if (item.Labels.TryGetValue(NameLabel, out string? name))
        {
            foreach (PodTemplate stranger in selected.Where(pod => pod.Labels.GetValueOrDefault(NameLabel) != name))
            {
                yield return $"{item} selects the pods of {stranger}, and is labelled {NameLabel}: {name}.";
            }
        }
    }
}

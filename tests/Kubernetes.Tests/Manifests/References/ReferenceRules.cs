using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

/// <summary>References exist, and objects that need a reference are referenced.</summary>
internal static class ReferenceRules
{
    private static readonly string[] KindsThatNeedReferences =
        ["ServiceAccount", "ConfigMap", "Secret", "TriggerAuthentication", "PersistentVolumeClaim"];

    /// <summary>References to objects that are neither rendered nor external secrets.</summary>
    internal static IEnumerable<string> Missing(ManifestSet set) =>
        ReferenceReader.Of(set)
            .Distinct().Where(reference => !Exists(set, reference)).Select(reference => $"{reference}: it does not exist.");

    /// <summary>Objects without a reference.</summary>
    internal static IEnumerable<string> Unused(ManifestSet set)
    {
        HashSet<(string, string?, string)> named =
            [.. ReferenceReader.Of(set).Select(reference => (reference.Kind, reference.From.Namespace, reference.Name))];
        return set.Items
            .Where(item => KindsThatNeedReferences.Contains(item.Kind) && !named.Contains((item.Kind, item.Namespace, item.Name)))
            .Select(item => $"{item} is not used.");
    }

    /// <summary>Differences between the external secrets and the instructions.</summary>
    internal static IEnumerable<string> OutsideSecretsThatDiffer(ManifestSet set)
    {
        IReadOnlyDictionary<string, string[]> expected = OutsideSecrets.Of(set.Name);
        HashSet<(string Name, string Key)> used =
        [
            .. ReferenceReader.Of(set).Where(reference => reference is { Kind: "Secret", Key: not null })
                .Select(reference => (reference.Name, reference.Key!)),
            .. MountedFiles.Named(set).Where(file => file.Kind == "Secret").Select(file => (file.Name, file.Key)),
        ];
        foreach ((string name, string[] keys) in expected)
        {
            if (set.OfKind("Secret").Any(secret => secret.Name == name))
            {
                yield return $"Secret {name} is listed as an external secret, but is rendered.";
            }

            foreach (string key in keys.Where(key => !used.Contains((name, key))))
            {
                yield return $"Secret {name}, key {key} is listed as an external secret, but is not used.";
            }
        }
    }

    private static bool Exists(ManifestSet set, Reference reference)
    {
        if (reference.Kind == "Secret" && OutsideSecrets.Of(set.Name).TryGetValue(reference.Name, out string[]? keys))
        {
            return reference.Key is null || keys.Contains(reference.Key);
        }

        return set.Find(reference.Kind, reference.From.Namespace, reference.Name) is { } found
            && (reference.Key is null
                || found.Json.At("data", reference.Key) is not null || found.Json.At("stringData", reference.Key) is not null);
    }
}

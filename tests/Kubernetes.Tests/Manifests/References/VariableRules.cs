using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

/// <summary>Environment variables are unique, and $(NAME) refers to an earlier variable.</summary>
internal static class VariableRules
{
    internal static IEnumerable<string> Problems(ManifestSet set) =>
        set.Containers.SelectMany(container => OfContainer(set, container));

    private static IEnumerable<string> OfContainer(ManifestSet set, Container container)
    {
        HashSet<string> known =
        [
            .. container.Json.Items("envFrom").SelectMany((JsonNode all) =>
                set.Find("ConfigMap", container.Pod.Namespace, all.Text("configMapRef", "name") ?? "")?.Json.Map("data").Keys
                    ?? []),
        ];
        HashSet<string> own = [];
        foreach (JsonNode variable in container.Environment)
        {
            string name = variable.Text("name") ?? "";
            if (!own.Add(name))
            {
                yield return $"{container} has the variable {name} twice.";
            }

            foreach (string unknown in EnvironmentReader.NamesIn(variable.Text("value") ?? "")
                .Where(used => !known.Contains(used)))
            {
                yield return $"{container}: {name} refers to $({unknown}), which is not set before it.";
            }

            known.Add(name);
        }

        foreach (string unknown in container.Arguments.SelectMany(EnvironmentReader.NamesIn).Where(used => !known.Contains(used)))
        {
            yield return $"{container}: an argument refers to $({unknown}), which is not set.";
        }
    }
}

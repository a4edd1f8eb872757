using System.Globalization;
using PathwayOrleans.Kubernetes.Tests.Manifests.Engines;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Capacity;

/// <summary>As many connections as there can be fit into Postgres.</summary>
internal static class ConnectionBudget
{
    // What an engine holds at the most, whatever the load (rule 10 of README.md; proved where engines run).
    private const int PerSilo = 6;
    private const int PerStandalone = 2;

    // Two consoles, a command in the tools pod, a migration, a backup, and people with psql.
    private const int Reserve = 20;

    internal static IEnumerable<string> Problems(ManifestSet set)
    {
        Manifest postgres = set.Get("StatefulSet", "postgres");
        int free = Setting(postgres, "max_connections") - Setting(postgres, "superuser_reserved_connections");
        foreach (Manifest engine in EngineDeploymentRules.Engines(set))
        {
            int pods = Scaling.HighestReplicas(set, engine) + (engine.Spec.Number("strategy", "rollingUpdate", "maxSurge") ?? 1);
            int needed = (pods * (engine.Name == "silo" ? PerSilo : PerStandalone)) + Reserve;
            if (needed > free)
            {
                yield return $"{engine} and its users may need {needed} connections, and {postgres} has {free}.";
            }
        }
    }

    // As `-c NAME=VALUE` of the server's command line.
    private static int Setting(Manifest postgres, string name) => postgres.Pods!.Containers.Single().Arguments
        .Where(argument => argument.StartsWith($"{name}=", StringComparison.Ordinal))
        .Select(argument => int.Parse(argument[(name.Length + 1)..], CultureInfo.InvariantCulture))
        .SingleOrDefault();
}

using System.Globalization;
using PathwayOrleans.Kubernetes.Tests.Manifests.Engines;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Capacity;

/// <summary>Postgres allows the maximum number of connections of all programs.</summary>
internal static class ConnectionBudget
{
    // The maximum of an engine, independent of the load (verified by the tests of the engines).
    private const int PerSilo = 6;
    private const int PerStandalone = 2;

    // Two consoles, a command in the tools pod, a migration, a backup, and sessions of psql.
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

    // `-c NAME=VALUE` on the server's command line.
    private static int Setting(Manifest postgres, string name) => postgres.Pods!.Containers.Single().Arguments
        .Where(argument => argument.StartsWith($"{name}=", StringComparison.Ordinal))
        .Select(argument => int.Parse(argument[(name.Length + 1)..], CultureInfo.InvariantCulture))
        .SingleOrDefault();
}

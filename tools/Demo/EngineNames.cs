namespace PathwayOrleans.Demo;

/// <summary>The values of <c>--engine</c>.</summary>
internal static class EngineNames
{
    internal const string Standalone = "standalone";

    /// <summary>Silos of one Orleans cluster.</summary>
    internal const string Silo = "silo";

    /// <summary>The earlier name of <see cref="Silo"/>, still accepted and still the one in the JSON result.</summary>
    internal const string Cluster = "cluster";

    /// <summary>Standalone workers for the first half of the messages, silos for the second half.</summary>
    internal const string Both = "both";

    internal static bool IsValid(string name) => name is Standalone or Silo or Cluster or Both;
}

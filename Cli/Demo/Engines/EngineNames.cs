namespace PathwayOrleans.Cli.Demo.Engines;

/// <summary>The engines of <c>--engine</c>, as the result and the workers' own status name them.</summary>
internal static class EngineNames
{
    internal const string Standalone = "standalone";

    /// <summary>Silos of an Orleans cluster.</summary>
    internal const string Cluster = "cluster";

    /// <summary>The first half by standalone workers, the second by silos.</summary>
    internal const string Both = "both";
}

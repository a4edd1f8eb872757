namespace PathwayOrleans.Demo;

/// <summary>The engine of a demo's workers.</summary>
/// <param name="Name">A name in <see cref="EngineNames"/>.</param>
/// <param name="Reason">The reason for the choice.</param>
/// <param name="SiloDll">The silo's program; null if none is needed.</param>
internal sealed record EngineChoice(string Name, string Reason, string? SiloDll = null)
{
    /// <summary>The engine for a request.</summary>
    /// <param name="requested">A valid name; null for the default.</param>
    /// <param name="findSilo">Finds the silo's program; called only if it is needed.</param>
    internal static EngineChoice Make(string? requested, Func<string> findSilo)
    {
        string name = requested is null or EngineNames.Cluster ? EngineNames.Silo : requested;
        return new EngineChoice(
            name,
            requested is null ? "the default" : "as requested",
            name == EngineNames.Standalone ? null : findSilo());
    }

    /// <summary>The engines in the order in which their workers process the load.</summary>
    internal IReadOnlyList<string> Phases => Name == EngineNames.Both ? [EngineNames.Standalone, EngineNames.Silo] : [Name];

    /// <summary>The engine in the JSON result, whose values are stable: silos are <c>cluster</c> there.</summary>
    internal string ResultName => Name == EngineNames.Silo ? EngineNames.Cluster : Name;

    public override string ToString() => $"engine: {Name}, {Reason}";
}

using PathwayOrleans.Producer.Command;

namespace PathwayOrleans.Cli.Demo.Engines;

/// <summary>What the workers of a demo run: what is asked for, or else what is there.</summary>
/// <param name="Name">One of <see cref="EngineNames"/>.</param>
/// <param name="Reason">Why this one.</param>
/// <param name="SiloDll">The silo's program; null where none is needed.</param>
internal sealed record EngineChoice(string Name, string Reason, string? SiloDll = null)
{
    /// <summary>Decides.</summary>
    /// <param name="asked">The engine that is asked for, a valid name; null for what is there.</param>
    /// <param name="silo">The silo's program, or why there is none.</param>
    /// <exception cref="CommandFailedException">What is asked for needs a silo, and there is none.</exception>
    internal static EngineChoice Make(string? asked, SiloProgram silo) => asked switch
    {
        null when silo.Dll is not null => new EngineChoice(EngineNames.Cluster, "because a silo is built here", silo.Dll),
        null => new EngineChoice(EngineNames.Standalone, $"because there is no silo: {silo.WhyMissing}"),
        EngineNames.Cluster or EngineNames.Both when silo.Dll is null => throw new CommandFailedException(
            $"--engine is {asked}, and there is no silo to run: {silo.WhyMissing}. Run ./pathway demo where the Orleans packages restore, " +
            $"or with --engine {EngineNames.Standalone}, which needs none."),
        EngineNames.Standalone => new EngineChoice(asked, "as asked for"),
        _ => new EngineChoice(asked, "as asked for", silo.Dll),
    };

    /// <summary>The engines whose workers do the demo's work, one after the other.</summary>
    internal IReadOnlyList<string> InTurn => Name == EngineNames.Both ? [EngineNames.Standalone, EngineNames.Cluster] : [Name];

    public override string ToString() => $"engine: {Name}, {Reason}";
}

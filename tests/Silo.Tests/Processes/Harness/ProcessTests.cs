namespace PathwayOrleans.Silo.Tests.Processes.Harness;

/// <summary>
/// One after the other and beside nothing else: silos tell a dead silo from a slow one by the clock.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessTests
{
    internal const string Name = "Silo processes";
}

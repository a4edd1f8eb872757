namespace PathwayOrleans.Silo.Tests.Processes.Harness;

/// <summary>
/// Tests that do not run in parallel with any other test, because silos tell a dead silo from a slow one by time limits.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessTests
{
    internal const string Name = "Silo processes";
}

namespace PathwayOrleans.Silo.Tests.Processes.Harness;

/// <summary>
/// Tests of this collection run one after the other, because each starts several processes. They mostly wait for processes, so
/// they run in parallel with tests that start silos in this process.
/// </summary>
[CollectionDefinition(Name)]
public sealed class ProcessTests
{
    internal const string Name = "Silo processes";
}

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>Tests that start silos in this process. They do not run in parallel, because each uses the whole machine.</summary>
[CollectionDefinition(nameof(ClustersInTurn))]
public sealed class ClustersInTurn;

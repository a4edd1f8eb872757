namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>Tests that start silos in this process: one after the other, because each wants the whole machine.</summary>
[CollectionDefinition(nameof(ClustersInTurn))]
public sealed class ClustersInTurn;

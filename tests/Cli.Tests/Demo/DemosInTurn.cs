namespace PathwayOrleans.Cli.Tests.Demo;

/// <summary>Tests that start a demo: one after the other, in one home.</summary>
[CollectionDefinition(nameof(DemoHome))]
public sealed class DemosInTurn : ICollectionFixture<DemoHome>;

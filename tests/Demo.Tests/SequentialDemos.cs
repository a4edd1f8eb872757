namespace PathwayOrleans.Demo.Tests;

/// <summary>The collection of the tests that start a demo. They run sequentially and share one <see cref="DemoHome"/>.</summary>
[CollectionDefinition(nameof(DemoHome))]
public sealed class SequentialDemos : ICollectionFixture<DemoHome>;

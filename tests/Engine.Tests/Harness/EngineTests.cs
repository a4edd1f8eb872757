namespace PathwayOrleans.Engine.Tests.Harness;

/// <summary>Tests of a behaviour that every engine must have. A subclass for each engine runs them.</summary>
public abstract class EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    /// <summary>Creates a topic and a database.</summary>
    private protected static Task<EngineWorld> CreateAsync(int partitions) => EngineWorld.CreateAsync(new TFixture(), partitions);
}

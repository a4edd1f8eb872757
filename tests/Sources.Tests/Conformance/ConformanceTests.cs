using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Conformance;

/// <summary>
/// The common parts of the two sets of tests: a fixture for each test, and skipping of tests for missing features.
/// </summary>
public abstract class ConformanceTests<TFixture> : IAsyncDisposable
    where TFixture : SourceFixture, new()
{
    protected TFixture Log { get; } = new();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Log.DisposeAsync();
    }

    /// <summary>Event number <c>i</c> of a partition has the value <c>i</c>.</summary>
    protected static IEnumerable<byte[]> Events(int partition, int first, int count) =>
        Enumerable.Range(first, count).Select(i => KafkaForTests.Event($"u{partition}", i, 1_700_000_000_000 + i));

    /// <summary>Skips the test, with the reason, if the fixture lacks a feature.</summary>
    protected void Require(Feature feature)
    {
        if (Log.Missing(feature) is { } reason)
        {
            Assert.Skip($"{feature}: {reason}");
        }
    }

    protected bool Has(Feature feature) => Log.Missing(feature) is null;

    private protected async Task<SourceDriver> OpenAsync(Func<int, Aggregation.Position?>? startAt = null) =>
        new(await Log.OpenAsync(), Log.Partitions, startAt);
}

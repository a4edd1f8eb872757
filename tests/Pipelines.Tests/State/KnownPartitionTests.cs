using System.Text;
using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Pipelines.Tests.State;

/// <summary>Tests that count what the process remembers, so that no others may run at the same time.</summary>
[CollectionDefinition(nameof(KnownPartitionTests), DisableParallelization = true)]
[Collection(nameof(KnownPartitionTests))]
public sealed class KnownPartitionTests
{
    [Theory]
    [InlineData("""{"v":1,"fence":{"never-read-1":{"0":"1"},"never-read-2":{"7":"1"}}}""")]
    [InlineData("""{"v":3,"fence":{"123456":{"0":"1"}}}""")]
    [InlineData("""{"v":4,"fence":{"123457":{"0":"1"}}}""")]
    public void Reading_a_row_makes_the_process_remember_nothing(string payload)
    {
        int before = SourcePartition.Count;
        Assert.InRange(EventKeys.Decode(Encoding.UTF8.GetBytes(payload)).FenceEntries.Length, 1, 2);
        Assert.Equal(before, SourcePartition.Count);
    }
}

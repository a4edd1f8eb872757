namespace PathwayOrleans.Aggregation.Tests;

public class SourcePartitionTests
{
    [Fact]
    public void There_is_one_object_per_pair()
    {
        Assert.Same(SourcePartition.Of("kafka/c/events", 3), SourcePartition.Of(new string("kafka/c/events"), 3));
        Assert.NotSame(SourcePartition.Of("kafka/c/events", 3), SourcePartition.Of("kafka/c/events", 4));
        Assert.NotSame(SourcePartition.Of("kafka/c/events", 3), SourcePartition.Of("kafka/d/events", 3));
        Assert.NotSame(SourcePartition.Of("kafka/c/events", 3), SourcePartition.Of("KAFKA/c/events", 3));
    }

    [Fact]
    public void Concurrent_callers_get_the_same_object()
    {
        var found = new SourcePartition[64];
        Parallel.For(0, found.Length, i => found[i] = SourcePartition.Of("raced", 0));
        Assert.All(found, one => Assert.Same(found[0], one));
    }

    [Fact]
    public void Empty_name_and_negative_number_are_rejected()
    {
        Assert.Throws<ArgumentException>(() => SourcePartition.Of("", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SourcePartition.Of("s", -1));
    }
}

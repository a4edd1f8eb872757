using PathwayOrleans.Engine;
using static PathwayOrleans.Silo.Tests.Harness.Records;

namespace PathwayOrleans.Silo.Tests.Users;

public class FailedEventsTests
{
    private readonly FailedEvents _failed = new();

    [Fact]
    public void Only_an_event_that_failed_every_attempt_is_exhausted()
    {
        for (int i = 1; i <= FailedEvents.MaxAttempts; i++)
        {
            Assert.False(_failed.IsExhausted(Partition, At(7)));
            Assert.Equal(i, _failed.Count(Partition, At(7)));
        }

        Assert.True(_failed.IsExhausted(Partition, At(7)));
        Assert.False(_failed.IsExhausted(Partition, At(8)));
        Assert.False(_failed.IsExhausted(Aggregation.SourcePartition.Of("another", 3), At(7)));
        _failed.Remove(Partition, At(8));
        Assert.True(_failed.IsExhausted(Partition, At(7)));
        _failed.Remove(Partition, At(7));
        Assert.False(_failed.IsExhausted(Partition, At(7)));
        Assert.Equal(1, _failed.Count(Partition, At(7)));
    }
}

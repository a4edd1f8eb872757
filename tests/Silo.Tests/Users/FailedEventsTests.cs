using PathwayOrleans.Grains.Users;
using static PathwayOrleans.Silo.Tests.Harness.Records;

namespace PathwayOrleans.Silo.Tests.Users;

public class FailedEventsTests
{
    private readonly FailedEvents _failed = new();

    [Fact]
    public void An_event_is_hopeless_after_its_tries_and_no_other_is()
    {
        for (int i = 1; i <= FailedEvents.MaxTries; i++)
        {
            Assert.False(_failed.IsHopeless(Partition, At(7)));
            Assert.Equal(i, _failed.Count(Partition, At(7)));
        }

        Assert.True(_failed.IsHopeless(Partition, At(7)));
        Assert.False(_failed.IsHopeless(Partition, At(8)));
        Assert.False(_failed.IsHopeless(Aggregation.SourcePartition.Of("another", 3), At(7)));
        _failed.Forget(Partition, At(8));
        Assert.True(_failed.IsHopeless(Partition, At(7)));
        _failed.Forget(Partition, At(7));
        Assert.False(_failed.IsHopeless(Partition, At(7)));
        Assert.Equal(1, _failed.Count(Partition, At(7)));
    }
}

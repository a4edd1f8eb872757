using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Aggregation.Tests.Events;

public class BrokerTimeTests
{
    private static readonly ParsedEvent WithoutTime = new("u", 2, null);

    [Fact]
    public void An_events_own_time_wins_over_the_brokers()
    {
        Assert.Equal(RejectionReason.None, new ParsedEvent("u", 2, 7).Complete(9, out UserEvent completed));
        Assert.Equal(new UserEvent("u", 2, 7), completed);
    }

    [Fact]
    public void An_events_own_time_makes_up_for_a_bad_one_of_the_broker()
    {
        Assert.Equal(RejectionReason.None, new ParsedEvent("u", 2, 0).Complete(-5, out UserEvent completed));
        Assert.Equal(0, completed.Time);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_700_000_000_000)]
    [InlineData(EventLimits.MaxTime)]
    public void The_brokers_time_stands_in_for_an_absent_one(long brokerTime)
    {
        Assert.Equal(RejectionReason.None, WithoutTime.Complete(brokerTime, out UserEvent completed));
        Assert.Equal(new UserEvent("u", 2, brokerTime), completed);
    }

    [Fact]
    public void No_time_at_all_is_refused() => Assert.Equal(RejectionReason.TimeMissing, WithoutTime.Complete(null, out _));

    [Theory]
    [InlineData(-1, RejectionReason.TimeBefore1970)]
    [InlineData(EventLimits.MaxTime + 1, RejectionReason.TimeAfter2262)]
    public void The_brokers_time_has_to_be_in_range_too(long brokerTime, RejectionReason reason) =>
        Assert.Equal(reason, WithoutTime.Complete(brokerTime, out _));
}

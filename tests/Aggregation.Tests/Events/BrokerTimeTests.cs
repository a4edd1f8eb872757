using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Aggregation.Tests.Events;

public class BrokerTimeTests
{
    private static readonly ParsedEvent WithoutTime = new("u", 2, null);

    [Fact]
    public void Event_time_is_preferred_to_the_broker_time()
    {
        Assert.Equal(RejectionReason.None, new ParsedEvent("u", 2, 7).Complete(9, EventRules.Default, out UserEvent completed));
        Assert.Equal(new UserEvent("u", 2, 7), completed);
    }

    [Fact]
    public void Invalid_broker_time_is_ignored_if_the_event_has_a_time()
    {
        Assert.Equal(RejectionReason.None, new ParsedEvent("u", 2, 0).Complete(-5, EventRules.Default, out UserEvent completed));
        Assert.Equal(0, completed.Time);
    }

    [Theory]
    [InlineData(EventLimits.MinPlausibleTime)]
    [InlineData(1_700_000_000_000)]
    [InlineData(EventLimits.MaxTime)]
    public void Broker_time_is_used_if_the_event_has_none(long brokerTime)
    {
        Assert.Equal(RejectionReason.None, WithoutTime.Complete(brokerTime, EventRules.Default, out UserEvent completed));
        Assert.Equal(new UserEvent("u", 2, brokerTime), completed);
    }

    [Fact]
    public void Event_without_any_time_is_rejected() =>
        Assert.Equal(RejectionReason.TimeMissing, WithoutTime.Complete(null, EventRules.Default, out _));

    [Theory]
    [InlineData(-1, RejectionReason.TimeBefore1970)]
    [InlineData(0, RejectionReason.TimeTooEarly)]
    [InlineData(1_700_000_000, RejectionReason.TimeLooksLikeSeconds)]
    [InlineData(EventLimits.MaxTime + 1, RejectionReason.TimeAfter2262)]
    public void Broker_time_must_be_in_range(long brokerTime, RejectionReason reason) =>
        Assert.Equal(reason, WithoutTime.Complete(brokerTime, EventRules.Default, out _));
}

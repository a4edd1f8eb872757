using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Producer.Tests;

public sealed class MalformedMessagesTests
{
    // Brokers may reject the first, Kafka's timestamp prevents the second, and the third occurs only in files.
    private static readonly RejectionReason[] NotProduced =
        [RejectionReason.None, RejectionReason.Oversize, RejectionReason.TimeMissing, RejectionReason.NotCsv];

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, MalformedMessages.Count)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_is_rejected_with_its_reason(int kind)
    {
        (RejectionReason reason, byte[]? bytes) = MalformedMessages.Create(kind, "u\"17");

        Assert.NotEqual(RejectionReason.None, reason);
        Assert.Equal(reason, new EventParser(new UserIdPool(), EventRules.Default).Parse(bytes, out _));
    }

    [Fact]
    public void There_is_a_message_for_every_reason_that_Kafka_can_deliver() => Assert.Equal(
        Enum.GetValues<RejectionReason>().Except(NotProduced).Order(),
        Enumerable.Range(0, MalformedMessages.Count)
            .Select(kind => MalformedMessages.Create(kind, "u1").Reason).Distinct().Order());

    [Fact]
    public void There_is_a_tombstone() =>
        Assert.Contains(Enumerable.Range(0, MalformedMessages.Count), kind => MalformedMessages.Create(kind, "u1").Bytes is null);
}

using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Testing.Pipelines;

namespace PathwayOrleans.Producer.Tests;

public sealed class MalformedMessagesTests
{
    private const long Timestamp = 1_700_000_000_000;

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, MalformedMessages.Count)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_is_rejected_with_its_reason(int kind)
    {
        (string reason, byte[]? bytes) = MalformedMessages.Create(kind, "u\"17");

        Assert.Equal(reason, new BuiltInRecords().ReasonOf(bytes, Timestamp));
        Assert.NotEqual(RejectionReason.None, new EventParser(new UserIdPool(), EventRules.Default).Parse(bytes, out _));
    }

    [Fact]
    public void There_is_a_message_for_every_reason_that_Kafka_can_deliver() => Assert.Equal(
        ["empty", "invalid", "invalid_json", "missing"],
        Enumerable.Range(0, MalformedMessages.Count)
            .Select(kind => MalformedMessages.Create(kind, "u1").Reason).Distinct().Order());

    [Fact]
    public void There_is_a_tombstone() =>
        Assert.Contains(Enumerable.Range(0, MalformedMessages.Count), kind => MalformedMessages.Create(kind, "u1").Bytes is null);
}

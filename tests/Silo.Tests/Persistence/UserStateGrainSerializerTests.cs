using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Silo.Tests.Harness;

namespace PathwayOrleans.Silo.Tests.Persistence;

public class UserStateGrainSerializerTests
{
    private readonly UserStateGrainSerializer _serializer = new();

    [Fact]
    public void States_other_than_users_are_rejected_with_a_remedy()
    {
        foreach (Action use in (Action[])[() => _serializer.Serialize("text"), () => _serializer.Deserialize<object>(
            BinaryData.FromString("{}"))])
        {
            var refused = Assert.Throws<NotSupportedException>(use);
            Assert.Contains("Use another storage provider for that grain", refused.Message, StringComparison.Ordinal);
        }

        Assert.Throws<NotSupportedException>(() => _serializer.Serialize<UserState>(null!));
    }

    [Fact]
    public void A_damaged_payload_is_a_state_that_says_so() => Assert.NotNull(
        _serializer.Deserialize<UserState>(BinaryData.FromString("{\"v\":1,\"count\":")).Damage);

    [Fact]
    public void The_serializer_is_thread_safe() => Parallel.For(0, 2000, i =>
    {
        var read = _serializer.Deserialize<UserState>(_serializer.Serialize(UserStates.Of($"u{i}", i % 7)));
        Assert.Equal(($"u{i}", i % 7), (read.UserId, (int)read.Count));
    });
}

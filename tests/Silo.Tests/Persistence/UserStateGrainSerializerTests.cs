using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Silo.Persistence;
using PathwayOrleans.Silo.Tests.Harness;

namespace PathwayOrleans.Silo.Tests.Persistence;

public class UserStateGrainSerializerTests
{
    private readonly UserStateGrainSerializer _serializer = new();

    [Fact]
    public void Other_states_than_users_are_refused_with_the_remedy()
    {
        foreach (Action use in (Action[])[() => _serializer.Serialize("text"), () => _serializer.Deserialize<object>(BinaryData.FromString("{}"))])
        {
            var refused = Assert.Throws<NotSupportedException>(use);
            Assert.Contains("Give that grain a storage provider of its own", refused.Message, StringComparison.Ordinal);
        }

        Assert.Throws<NotSupportedException>(() => _serializer.Serialize<UserState>(null!));
    }

    [Fact]
    public void A_damaged_payload_is_refused() =>
        Assert.Throws<InvalidDataException>(() => _serializer.Deserialize<UserState>(BinaryData.FromString("{\"v\":1,\"count\":")));

    [Fact]
    public void Many_threads_may_use_one() => Parallel.For(0, 2000, i =>
    {
        var read = _serializer.Deserialize<UserState>(_serializer.Serialize(UserStates.Of($"u{i}", i % 7)));
        Assert.Equal(($"u{i}", i % 7), (read.UserId, (int)read.Count));
    });
}

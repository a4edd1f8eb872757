using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Testing.Faults;

/// <summary>Request types of the Kafka protocol for which tests inject errors (<see cref="EmbeddedKafka.PushErrors"/>).</summary>
public static class KafkaApiKey
{
    public const short Produce = 0;
    public const short Fetch = 1;
    public const short ListOffsets = 2;
    public const short Metadata = 3;
    public const short OffsetCommit = 8;
    public const short OffsetFetch = 9;
    public const short FindCoordinator = 10;
    public const short JoinGroup = 11;
    public const short Heartbeat = 12;
    public const short LeaveGroup = 13;
    public const short SyncGroup = 14;
}

using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Grains.Users;

/// <summary>All of one user's events in one poll of a partition.</summary>
[GenerateSerializer, Immutable]
[Alias("pathway.user-events")]
internal sealed class UserEvents
{
    /// <summary>Where they come from.</summary>
    [Id(0)]
    internal required SourcePartition Partition { get; init; }

    /// <summary>
    /// The user's last event before these that was sent and is not known to be durable; null where all of them are.
    /// A grain that has not seen it must not go on: the fence would hold back for ever what it missed.
    /// </summary>
    [Id(1)]
    internal required Position? After { get; init; }

    /// <summary>In their order.</summary>
    [Id(2)]
    internal required PositionedEvent[] Events { get; init; }

    /// <summary>The silo that reads the partition.</summary>
    [Id(3)]
    internal required SiloAddress Reader { get; init; }
}

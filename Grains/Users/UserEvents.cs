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
    /// The last event of this user that the sender knows to be durable; null where it sent none before. A grain that
    /// has not seen it has a copy that is behind its row: it must not go on.
    /// </summary>
    [Id(1)]
    internal required Position? After { get; init; }

    /// <summary>In their order.</summary>
    [Id(2)]
    internal required PositionedEvent[] Events { get; init; }

    /// <summary>The silo that reads the partition.</summary>
    [Id(3)]
    internal required SiloAddress Reader { get; init; }

    /// <summary>The rest, from a place on; what is before it is durable.</summary>
    internal UserEvents From(int place) => place == 0
        ? this
        : new UserEvents { Partition = Partition, After = Events[place - 1].Position, Events = Events[place..], Reader = Reader };
}

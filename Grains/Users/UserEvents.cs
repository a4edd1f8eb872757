using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Grains.Users;

/// <summary>The events of one user in one or more consecutive batches of a partition.</summary>
[GenerateSerializer, Immutable]
[Alias("pathway.user-events")]
internal sealed class UserEvents
{
    /// <summary>The partition that they were read from.</summary>
    [Id(0)]
    internal required SourcePartition Partition { get; init; }

    /// <summary>
    /// The position of the last event of this user that the sender has sent and that is durable; null if it has sent none. If
    /// the grain has not applied it, its state is older than its row, and it must reject the events.
    /// </summary>
    [Id(1)]
    internal required Position? After { get; init; }

    /// <summary>The events, in order.</summary>
    [Id(2)]
    internal required PositionedEvent[] Events { get; init; }

    /// <summary>The silo that reads the partition.</summary>
    [Id(3)]
    internal required SiloAddress Reader { get; init; }

    /// <summary>The events from an index on. The events before it are durable.</summary>
    internal UserEvents From(int index) => index == 0
        ? this
        : new UserEvents { Partition = Partition, After = Events[index - 1].Position, Events = Events[index..], Reader = Reader };
}

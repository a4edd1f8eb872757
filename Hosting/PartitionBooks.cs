using PathwayOrleans.Aggregation;
using PathwayOrleans.Monitoring.Status;

namespace PathwayOrleans.Hosting;

/// <summary>What an engine knows of a partition, and how that is shown.</summary>
public readonly record struct PartitionBooks
{
    public required int Number { get; init; }

    public required PartitionState State { get; init; }

    /// <summary>The first position that was not read yet; of no meaning before the partition has a position.</summary>
    public required Position Next { get; init; }

    /// <summary>Where reading began, for the lag of a partition without durable progress.</summary>
    public required Position Start { get; init; }

    /// <summary>Everything below is durable; null where nothing is.</summary>
    public required Position? Durable { get; init; }

    /// <summary>The log's end when it was asked for last.</summary>
    public required Position? KnownEnd { get; init; }

    /// <summary>The log's end as the source's client last heard of it.</summary>
    public required Position? HeardEnd { get; init; }

    /// <summary>Why the partition is stopped.</summary>
    public required string? Error { get; init; }

    /// <summary>The same for everybody to read.</summary>
    public PartitionStatus ToStatus()
    {
        bool isPositioned = State is PartitionState.Reading or PartitionState.Paused;
        Position? end = HeardEnd is { } heard && !(heard < KnownEnd) ? heard : KnownEnd;
        Position? from = Durable ?? (isPositioned ? Start : null);
        return new PartitionStatus(
            Number,
            State,
            isPositioned ? Next.ToString() : null,
            Durable?.ToString(),
            end?.ToString(),
            end is { } known && from is { } counted ? Math.Max(0, (long)(known.ToNumber() - counted.ToNumber())) : null,
            Error);
    }
}

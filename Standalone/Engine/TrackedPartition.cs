using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Monitoring.Status;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>What the engine knows of one partition that it has.</summary>
/// <param name="number">What its reader calls it.</param>
/// <param name="identity">Whose positions its records have.</param>
internal sealed class TrackedPartition(int number, SourcePartition identity)
{
    private EventClock _clock = EventClock.Start;

    internal SourcePartition Identity => identity;

    internal int Number => number;

    internal PartitionState State { get; set; } = PartitionState.Positioning;

    /// <summary>Whether it has a position that its records follow; paused or not.</summary>
    internal bool IsPositioned => State is PartitionState.Reading or PartitionState.Paused;

    /// <summary>Counts the times this partition was (re)positioned; answers to an older question are void.</summary>
    internal int Generation { get; set; }

    /// <summary>Where to seek as soon as the reader can; null where nothing is to be sought.</summary>
    internal Position? SeekTo { get; set; }

    /// <summary>The partition's event time there.</summary>
    internal EventClock SeekClock { get; set; }

    /// <summary>The first position that was not read yet.</summary>
    internal Position Next { get; set; }

    /// <summary>The partition's event time there.</summary>
    internal EventClock Clock => _clock;

    /// <summary>Everything below is durable; null where nothing of this partition is.</summary>
    internal Position? Durable { get; private set; }

    /// <summary>Where reading began, for the lag of a partition without durable progress.</summary>
    internal Position Start { get; set; }

    /// <summary>The log's end when it was asked for last.</summary>
    internal Position? KnownEnd { get; set; }

    /// <summary>The lowest position that waits for a user who is in the queue to be loaded.</summary>
    internal PartitionProgress? QueuedFloor { get; set; }

    /// <summary>The lowest position that waits for a user who is being loaded.</summary>
    internal PartitionProgress? LoadingFloor { get; set; }

    /// <summary>What became of its records that were not applied.</summary>
    internal FirstReads Reads { get; } = new();

    /// <summary>Why it is stopped.</summary>
    internal string? Error { get; set; }

    /// <summary>Everything below is in some user's state, in the dead letters, or durable.</summary>
    internal PartitionProgress Settled
    {
        get
        {
            var settled = new PartitionProgress(Next, Clock);
            if (QueuedFloor is { } queued && queued.Next < settled.Next)
            {
                settled = queued;
            }

            return LoadingFloor is { } loading && loading.Next < settled.Next ? loading : settled;
        }
    }

    /// <summary>Reading goes on here.</summary>
    internal void Seek(Position position, EventClock clock)
    {
        Next = position;
        _clock = clock;
    }

    /// <summary>An event was read; false where it is from the future.</summary>
    internal bool Observe(long time, EventClockSettings settings) => _clock.Observe(time, settings);

    /// <summary>Everything below a position is durable; a lower one than was known says nothing new.</summary>
    internal void RaiseDurable(Position next)
    {
        if (!(Durable > next))
        {
            Durable = next;
        }
    }
}

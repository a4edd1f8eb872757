using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Status;

namespace PathwayOrleans.Engine.Partitions;

/// <summary>
/// The state of one partition in this process: positioning, reading, paused or stopped, with its positions. Not
/// thread-safe: its owner calls it on one thread or under a lock.
/// </summary>
/// <param name="number">The number that the reader uses for the partition.</param>
/// <param name="identity">The partition that its positions belong to.</param>
internal sealed class PartitionTracker(int number, SourcePartition identity)
{
    // So often without progress that the next attempt is not likely to succeed either: after about 3 seconds.
    private const int ManyRewinds = 6;

    private string _rewindReason = "";

    internal int Number => number;

    internal SourcePartition Identity => identity;

    internal PartitionState State { get; private set; } = PartitionState.Positioning;

    /// <summary>Whether its records follow a known position. True while it is read and while it is paused.</summary>
    internal bool IsPositioned => State is PartitionState.Reading or PartitionState.Paused;

    /// <summary>The position where reading began. The lag counts from it while nothing is durable.</summary>
    internal Position Start { get; private set; }

    /// <summary>The first position that was not read yet.</summary>
    internal Position Next { get; private set; }

    /// <summary>Everything below is durable; null if nothing of the partition is.</summary>
    internal Position? Durable { get; private set; }

    /// <summary>Whether everything that was read is durable, and more is being read.</summary>
    internal bool IsQuiet => State == PartitionState.Reading && Durable == Next;

    /// <summary>The end of the log when it was queried last.</summary>
    internal Position? KnownEnd { get; private set; }

    /// <summary>How often the partition was rewound since its durable position rose last.</summary>
    internal int RewindsInARow { get; private set; }

    /// <summary>Why it is stopped, and the remedy.</summary>
    internal string? Error { get; private set; }

    /// <summary>Reading begins at the position that was found.</summary>
    internal void BeginReading(in FoundPosition found)
    {
        RaiseDurable(found.Durable);
        (Start, Next, KnownEnd) = (found.Start, found.Start, found.Bounds.End);
        State = PartitionState.Reading;
    }

    /// <summary>A record was read; <paramref name="next"/> is the position after it.</summary>
    internal void Advance(Position next) => Next = next;

    /// <summary>Reading ends; the partition waits for a position.</summary>
    internal void EndReading() => State = PartitionState.Positioning;

    /// <summary>Reading ends and is to begin again at the durable position.</summary>
    /// <param name="reason">The reason, for the status.</param>
    /// <returns>False if the partition is not being read, so that there is nothing to rewind.</returns>
    internal bool TryRewind(string reason)
    {
        if (!IsPositioned)
        {
            return false;
        }

        RewindsInARow++;
        _rewindReason = reason;
        State = PartitionState.Positioning;
        return true;
    }

    /// <summary>Reading ends until an operator has intervened.</summary>
    /// <param name="error">The error, with the remedy.</param>
    /// <param name="found">What was found on the last attempt to position the partition, if that is the reason.</param>
    internal void Stop(string error, in FoundPosition? found)
    {
        RaiseDurable(found?.Durable);
        KnownEnd = found?.Bounds.End ?? KnownEnd;
        Error = error;
        State = PartitionState.Stopped;
    }

    /// <summary>Marks a partition that is read as paused, or a paused one as read.</summary>
    internal void SetPaused(bool paused)
    {
        if (IsPositioned)
        {
            State = paused ? PartitionState.Paused : PartitionState.Reading;
        }
    }

    /// <summary>A commit made everything below a position durable.</summary>
    internal void Commit(Position next)
    {
        RaiseDurable(next);
        RewindsInARow = 0;
    }

    /// <summary>The partition as the API shows it.</summary>
    /// <param name="reportedEnd">The end of the log that the client of the source reported last, without a query.</param>
    internal PartitionStatus ToStatus(Position? reportedEnd)
    {
        Position? end = reportedEnd is { } reported && !(reported < KnownEnd) ? reported : KnownEnd;
        Position? from = Durable ?? (IsPositioned ? Start : null);
        long? lag = end is { } known && from is { } counted ? Math.Max(0, (long)(known.ToNumber() - counted.ToNumber())) : null;
        return new PartitionStatus(
            number, State, IsPositioned ? Next.ToString() : null, Durable?.ToString(), end?.ToString(), lag, Problem);
    }

    private string? Problem =>
        Error ?? (RewindsInARow >= ManyRewinds ? $"rewound {RewindsInARow} times without progress: {_rewindReason}" : null);

    // A lower position than the known one is an older answer.
    private void RaiseDurable(Position? durable)
    {
        if (durable is { } position && !(Durable >= position))
        {
            Durable = position;
        }
    }
}

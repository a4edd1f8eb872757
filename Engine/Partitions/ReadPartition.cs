using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Engine.Partitions;

/// <summary>
/// A partition as the thread of its reader handles it. Each engine derives the class that holds what it reads. All
/// members belong to that thread.
/// </summary>
internal abstract class ReadPartition
{
    internal abstract int Number { get; }

    internal abstract SourcePartition Identity { get; }

    internal abstract PartitionState State { get; }

    /// <summary>How often the partition was rewound since its durable position rose last.</summary>
    internal abstract int RewindsInARow { get; }

    /// <summary>
    /// Its durable checkpoint, if it is being read, everything that was read is durable and no step is being written;
    /// otherwise null.
    /// </summary>
    internal abstract Checkpoint? Quiet { get; }

    /// <summary>When its watermark follows the clock.</summary>
    internal IdleClock Idle { get; } = new();

    /// <summary>The position to seek, once it is known and until the reader has accepted it.</summary>
    internal FoundPosition? SeekTo { get; set; }

    /// <summary>Whether the reader was told to pause the partition.</summary>
    internal bool IsPaused { get; set; }

    /// <summary>The number of the last lookup of a position. Answers to earlier lookups are ignored.</summary>
    internal int Lookup { get; set; }

    /// <summary>Ends reading, and discards what was read and is not durable.</summary>
    /// <param name="reason">The reason, for the status.</param>
    /// <returns>False if the partition is not being read.</returns>
    internal abstract bool TryRewind(string reason);

    /// <summary>The reader delivers from the position that was found.</summary>
    internal abstract void OnReading(in FoundPosition found);

    /// <summary>The reader was told to pause, or to resume.</summary>
    internal abstract void OnPaused(bool paused);

    /// <summary>Ends reading until an operator has intervened, and discards what was read and is not durable.</summary>
    internal abstract void OnStopped(string error, in FoundPosition? found);

    /// <summary>
    /// Begins to write a higher watermark at the position of <see cref="Quiet"/>. Until it is durable, records of the partition
    /// are held: they are judged with it.
    /// </summary>
    /// <returns>False if the partition is not quiet any more.</returns>
    internal abstract bool TryStep(Checkpoint step);

    /// <summary>Makes the reader deliver from a position.</summary>
    /// <returns>False if the reader is not ready for it.</returns>
    internal virtual bool TrySeek(IPartitionedReader reader, Position position) => reader.TrySeek(Number, position);

    /// <summary>Makes the reader deliver nothing more of a partition that is stopped.</summary>
    internal virtual void StopReading(IPartitionedReader reader) => reader.Pause([Number]);
}

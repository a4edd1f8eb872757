using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Engine.Counting;

/// <summary>
/// What records count as: the built-in events, or the views of a pipeline. It classifies records, and loads, changes and writes
/// the states of keys. It belongs to one engine's thread, except for <see cref="LoadAsync"/>, <see cref="ReloadAsync"/> and
/// <see cref="Complete"/>.
/// </summary>
internal abstract class RecordCounter : IDisposable
{
    /// <summary>Classifies the next record of a partition, and moves the partition's watermark past it.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="record">The record.</param>
    /// <param name="watermark">The partition's watermark before the record; on return, after it.</param>
    /// <param name="letter">The dead letter, if the result is <see cref="RecordKind.DeadLetter"/>.</param>
    internal abstract RecordKind Classify(
        SourcePartition partition, in SourceRecord record, ref WatermarkTracker watermark, out DeadLetter letter);

    /// <summary>The key of the record that was classified last, as <see cref="RecordKind.Event"/>.</summary>
    internal abstract string KeyOf(in SourceRecord record);

    /// <summary>The dead letter of a record that has used all its attempts (<see cref="FailedEvents"/>).</summary>
    internal abstract DeadLetter FailureOf(in CountedRecord record);

    /// <summary>Loads the first states of a list. Does not retry. Thread-safe.</summary>
    /// <returns>
    /// One entry for each of the first keys, at least one. The others were left out because the size is bounded.
    /// </returns>
    internal abstract Task<LoadedState[]> LoadAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>Loads windows. Does not retry. Thread-safe.</summary>
    /// <returns>
    /// What restores the windows of each request, on the engine's thread; null for requests that were left out because the number
    /// of rows is bounded. At least one is answered.
    /// </returns>
    internal abstract Task<Action?[]> ReloadAsync(IReadOnlyList<StateReload> requests, CancellationToken cancellationToken);

    /// <summary>
    /// Completes a commit with what is made of the changes of its keys, before each attempt to write it. One at a time, on any
    /// thread.
    /// </summary>
    internal virtual void Complete(CommitBatch batch)
    {
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);
}

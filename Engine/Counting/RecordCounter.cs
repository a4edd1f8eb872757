using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Engine.Counting;

/// <summary>
/// What records count as: the built-in events, or the views of a pipeline. It classifies records, and loads, changes and writes
/// the states of keys. Thread-safe, except for <see cref="Complete"/>.
/// </summary>
/// <param name="states">Loads states.</param>
internal abstract class RecordCounter(UserStateReader states) : IDisposable
{
    /// <summary>Classifies the next record of a partition, and moves the partition's watermark past it.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="record">The record.</param>
    /// <param name="watermark">The partition's watermark before the record; on return, after it.</param>
    /// <param name="letter">The dead letter, if the result is <see cref="RecordKind.DeadLetter"/>.</param>
    internal abstract RecordKind Classify(
        SourcePartition partition, in SourceRecord record, ref WatermarkTracker watermark, out DeadLetter letter);

    /// <summary>The key of the record that this thread classified last, as <see cref="RecordKind.Event"/>.</summary>
    internal abstract string KeyOf(in SourceRecord record);

    /// <summary>The dead letter of a record that has used all its attempts (<see cref="FailedEvents"/>).</summary>
    internal abstract DeadLetter FailureOf(in CountedRecord record);

    /// <summary>Loads the first states of a list. Does not retry. Thread-safe.</summary>
    /// <returns>
    /// One entry for each of the first keys, at least one. The others were left out because the size is bounded.
    /// </returns>
    internal Task<LoadedState[]> LoadAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => states.LoadAsync(
        keys,
        (id, stored) => new LoadedState(stored.Version, Decode(id, stored.Payload), stored.Payload is not null),
        loaded => loaded.State.AddEndingInputsTo,
        cancellationToken);

    /// <summary>
    /// Decodes a stored state, and finds out which of the inputs in its fence are finished. Does not retry. Thread-safe.
    /// </summary>
    /// <param name="id">The key.</param>
    /// <param name="payload">The stored state; null creates a new one.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    internal async Task<KeyedState> DecodeAsync(string id, byte[]? payload, CancellationToken cancellationToken)
    {
        KeyedState state = Decode(id, payload);
        await states.LearnAsync(state.AddEndingInputsTo, cancellationToken);
        return state;
    }

    /// <summary>Decodes a stored state; one that cannot be decoded has its <see cref="KeyedState.Damage"/>.</summary>
    /// <param name="id">The key.</param>
    /// <param name="payload">The stored state; null creates a new one.</param>
    internal abstract KeyedState Decode(string id, byte[]? payload);

    /// <summary>Loads windows. Does not retry. Thread-safe.</summary>
    /// <returns>
    /// What restores the windows of each request, on the thread of its state; null for requests that were left out because the
    /// number of rows is bounded. At least one is answered.
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

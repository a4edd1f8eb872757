using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Engine.Counting;

/// <summary>
/// The state of one key in memory: what a <see cref="RecordCounter"/> has counted, and what of it is not written yet. Not
/// thread-safe.
/// </summary>
internal abstract class KeyedState
{
    /// <summary>Why the stored state cannot be read, so that no record may be applied; null for every other state.</summary>
    internal abstract string? Damage { get; }

    /// <summary>Its approximate memory in bytes.</summary>
    internal abstract long Bytes { get; }

    /// <summary>The approximate number of rows of windows or views that wait for a commit.</summary>
    internal abstract int PendingRows { get; }

    /// <summary>Whether the pipeline has the view <c>events</c> of the built-in one.</summary>
    internal virtual bool HasTotals => false;

    /// <summary>The row of that view; null if there is none.</summary>
    internal virtual EventTotals? Totals => null;

    /// <summary>The last position of a partition that was applied or skipped; null if there is none.</summary>
    internal abstract Position? LastApplied(SourcePartition partition);

    /// <summary>Whether a record of a partition was ever applied or skipped.</summary>
    internal bool HasSeen(SourcePartition partition) => LastApplied(partition) is not null;

    /// <summary>Applies a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="letter">The dead letter, if the result is <see cref="CountOutcome.Rejected"/>.</param>
    /// <exception cref="Exception">A defect of this program. The state may be half-changed and must be dropped.</exception>
    internal abstract CountOutcome Apply(in CountedRecord record, out DeadLetter letter);

    /// <summary>
    /// Advances the fence past a record that is not counted; false if the fence is already at or above its position.
    /// </summary>
    internal abstract bool Skip(SourcePartition partition, Position position);

    /// <summary>
    /// After <see cref="CountOutcome.NeedsReload"/>: what to load (<see cref="RecordCounter.ReloadAsync"/>). Before that, all
    /// changes of the key must be durable; no record may be applied until it is loaded.
    /// </summary>
    internal abstract IReadOnlyList<StateReload> ReloadsFor(in CountedRecord record);

    /// <summary>Takes what has changed, to be written.</summary>
    /// <param name="id">The key.</param>
    /// <param name="version">The version of its row.</param>
    /// <param name="finished">Inputs that need no entries in the fence.</param>
    /// <param name="isSelfContained">
    /// Whether the payload has the changes of the rows too, for a storage that receives nothing else.
    /// </param>
    internal abstract UserWrite Take(string id, int version, FinishedInputs finished, bool isSelfContained = false);

    /// <summary>Adds the numbers of the inputs with an end that the fence has entries of.</summary>
    internal abstract void AddEndingInputsTo(ICollection<long> numbers);

    /// <summary>Puts back what <see cref="Take"/> returned, because it was not written.</summary>
    internal abstract void Restore(in UserWrite write);
}

/// <summary>The totals of the built-in events of a user.</summary>
/// <param name="Count">The number of events.</param>
/// <param name="TotalValue">The sum of their values.</param>
/// <param name="LastTime">The highest event time, milliseconds since the epoch.</param>
internal sealed record EventTotals(long Count, double TotalValue, long LastTime)
{
    /// <summary>The totals in a row of the view <c>events</c>.</summary>
    internal static EventTotals Of(object?[] row) => new((long)row[1]!, (double)row[2]!, (long)row[3]!);
}

/// <summary>A request for windows that were evicted from the state of a key.</summary>
internal abstract record StateReload;

/// <summary>A state that was loaded.</summary>
/// <param name="Version">The version of its row; 0 if there is none.</param>
/// <param name="State">The state.</param>
/// <param name="IsStored">Whether there is a stored state. If not, the state is a new one.</param>
internal readonly record struct LoadedState(int Version, KeyedState State, bool IsStored);

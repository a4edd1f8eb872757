using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.State;

namespace PathwayOrleans.Pipelines.State;

/// <content>What the fence of a key says, and its inputs with an end.</content>
internal sealed partial class KeyState
{
    /// <summary>
    /// Advances the fence past a record that is not counted, such as one that became a dead letter, so that it is not applied on
    /// redelivery; false if the fence is already at or above the position.
    /// </summary>
    internal bool Skip(SourcePartition partition, Position position)
    {
        if (!_fence.TryAdvance(partition, position))
        {
            return false;
        }

        _ending.Note(partition);
        return true;
    }

    /// <summary>
    /// Returns the numbers of the inputs with an end whose records were applied or skipped since the last call. They must be
    /// written together with this state, so that the database can reject records of an input that is finished.
    /// </summary>
    internal IReadOnlyList<long> TakeEndingInputs() => _ending.Take();

    /// <summary>Puts back what <see cref="TakeEndingInputs"/> returned, because the write failed.</summary>
    internal void RestoreEndingInputs(IReadOnlyList<long> inputs) => _ending.Restore(inputs);

    /// <summary>
    /// Removes the fence's entries of inputs that are recorded as finished. Call it before <see cref="TakeEndingInputs"/>:
    /// entries of inputs whose records are to be written stay. Their write will be rejected, and they tell which partitions must
    /// be read again.
    /// </summary>
    internal void Forget(FinishedInputs finished) => _fence.Forget(finished, _ending.Pending);

    /// <summary>A partition's last position that was applied or skipped; null if there is none.</summary>
    internal Position? LastApplied(SourcePartition partition) =>
        _fence.Find(partition) is >= 0 and var place ? _fence.Entries[place].LastApplied : null;

    /// <summary>Whether a record of this partition was ever applied or skipped.</summary>
    internal bool HasSeen(SourcePartition partition) => LastApplied(partition) is not null;

    /// <summary>Adds the numbers of the inputs with an end that the fence has entries of.</summary>
    internal void AddEndingInputsTo(ICollection<long> numbers)
    {
        foreach (ref readonly Fence.Entry entry in _fence.Entries)
        {
            if (!SourceNumber.HasEnd(entry.Source))
            {
                return;
            }

            numbers.Add(entry.Source);
        }
    }
}

using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Engine;

/// <summary>Applies one record to the state of its key.</summary>
internal interface IRecordApplier
{
    /// <summary>See <see cref="KeyedState.Apply"/>.</summary>
    CountOutcome Apply(KeyedState state, in CountedRecord record, out DeadLetter letter);
}

/// <summary>Applies records as their states do.</summary>
internal sealed class RecordApplier : IRecordApplier
{
    public CountOutcome Apply(KeyedState state, in CountedRecord record, out DeadLetter letter) =>
        state.Apply(record, out letter);
}

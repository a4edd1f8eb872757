using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Engine.Counting;

/// <summary>The state of a text that is not a key of the pipeline. It accepts no records.</summary>
internal sealed class InvalidKey(string problem) : KeyedState
{
    internal override string Damage => problem;

    internal override long Bytes => 0;

    internal override int PendingRows => 0;

    internal override Position? LastApplied(SourcePartition partition) => null;

    internal override CountOutcome Apply(in CountedRecord record, out DeadLetter letter) => throw Refused();

    internal override bool Skip(SourcePartition partition, Position position) => throw Refused();

    internal override IReadOnlyList<StateReload> ReloadsFor(in CountedRecord record) => throw Refused();

    internal override UserWrite Take(string id, int version, FinishedInputs finished, bool isSelfContained) =>
        throw Refused();

    internal override void AddEndingInputsTo(ICollection<long> numbers)
    {
    }

    internal override void Restore(in UserWrite write) => throw Refused();

    private InvalidOperationException Refused() => new(problem);
}

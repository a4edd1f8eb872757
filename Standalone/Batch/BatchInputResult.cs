using PathwayOrleans.Sources.Bounded;
using PathwayOrleans.Standalone.Engine;

namespace PathwayOrleans.Standalone.Batch;

/// <summary>What came of one input of a run.</summary>
/// <param name="Source">The source under which its positions are kept.</param>
/// <param name="Partition">The partition of that source.</param>
/// <param name="Name">What the user calls it.</param>
/// <param name="Records">Records that it has; of a topic, those that were read and the positions before.</param>
/// <param name="Applied">Events that this run counted.</param>
/// <param name="AlreadyApplied">Records that had been dealt with before: counted, or recorded as dead letters.</param>
/// <param name="DeadLetters">Records that are no events, or from the future, recorded by this run; events that were late for a window count as applied.</param>
public sealed record BatchInputResult(
    string Source, int Partition, string Name, long Records, long Applied, long AlreadyApplied, long DeadLetters)
{
    internal static BatchInputResult Of(BoundedPartition input, string name, TrackedPartition? tracked)
    {
        long skipped = tracked?.Reads.Skipped ?? 0;
        long deadLetters = tracked?.Reads.DeadLetters ?? 0;
        return new BatchInputResult(
            input.Identity.Source,
            input.Identity.Partition,
            name,
            input.Records,
            Math.Max(0, input.Dealt - deadLetters - skipped),
            input.DealtBefore + skipped,
            deadLetters);
    }
}

using System.Collections.ObjectModel;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Standalone.Batch;

/// <summary>The result of one input of a run.</summary>
/// <param name="Source">The source under which its positions are stored.</param>
/// <param name="Partition">The partition of that source.</param>
/// <param name="Name">Its name for the user: a file or a topic.</param>
/// <param name="Records">The records in it; for a topic, those that were read and all positions before them.</param>
/// <param name="Applied">Events that this run counted.</param>
/// <param name="AlreadyApplied">Records that an earlier run or engine had counted or written to dead_letters.</param>
/// <param name="DeadLetters">
/// Records that this run wrote to dead_letters because they could not be parsed or are from the future. Events that were late
/// for a window count as applied.
/// </param>
/// <param name="DeadLetterReasons">The number of those records by the reason of <c>dead_letters.reason</c>.</param>
public sealed record BatchInputResult(
    string Source,
    int Partition,
    string Name,
    long Records,
    long Applied,
    long AlreadyApplied,
    long DeadLetters,
    IReadOnlyDictionary<string, long> DeadLetterReasons)
{
    /// <summary>Records that count in no view of the pipeline, because they pass no WHERE.</summary>
    public long NotCounted { get; init; }

    internal static BatchInputResult Of(BoundedPartition input, string name, TrackedPartition? tracked)
    {
        long skipped = tracked?.Reads.Skipped ?? 0;
        IReadOnlyDictionary<string, long> reasons = tracked?.Reads.DeadLetters ?? ReadOnlyDictionary<string, long>.Empty;
        long notCounted = tracked?.Reads.NotCounted ?? 0;
        long deadLetters = reasons.Values.Sum();
        return new BatchInputResult(
            input.Identity.Source,
            input.Identity.Partition,
            name,
            input.Records,
            Math.Max(0, input.Dealt - deadLetters - skipped - notCounted),
            input.DealtBefore + skipped,
            deadLetters,
            reasons)
        {
            NotCounted = notCounted,
        };
    }
}

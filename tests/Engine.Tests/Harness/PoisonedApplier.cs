using System.Collections.Concurrent;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Engine.Tests.Harness;

/// <summary>
/// Fails the first attempts of every event with a certain value. It fails after it has changed the state, so that the state
/// in memory is wrong. An event that the state has counted or passed before is not an attempt: while one event is attempted
/// again, the others of its batch are delivered again too.
/// </summary>
/// <param name="failures">How many attempts of each such event fail.</param>
internal sealed class PoisonedApplier(int failures) : IRecordApplier
{
    internal const double Poison = 666;

    private static ReadOnlySpan<byte> PoisonText => "666"u8;

    /// <summary>The attempts of each such event.</summary>
    internal ConcurrentDictionary<(int Partition, Position Position), int> Attempts { get; } = new();

    public CountOutcome Apply(KeyedState state, in CountedRecord record, out DeadLetter letter)
    {
        CountOutcome outcome = state.Apply(record, out letter);
        return outcome == CountOutcome.Applied && IsPoisoned(record)
            && Attempts.AddOrUpdate((record.Partition.Partition, record.Position), 1, (_, attempts) => attempts + 1) <= failures
                ? throw new InvalidOperationException("An injected failure.")
                : outcome;
    }

    private static bool IsPoisoned(in CountedRecord record) => record.Content is { } content
        ? content.Bytes.Span.IndexOf(PoisonText) >= 0
        : record.Event.Value == Poison;
}

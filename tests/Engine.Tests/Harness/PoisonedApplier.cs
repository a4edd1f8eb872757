using System.Collections.Concurrent;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Engine.Tests.Harness;

/// <summary>
/// Fails the first attempts of every event with a certain value. It fails after it has changed the state, so that the state
/// in memory is wrong. An event that the state has counted or passed before is not an attempt: while one event is attempted
/// again, the others of its batch are delivered again too.
/// </summary>
/// <param name="failures">How many attempts of each such event fail.</param>
internal sealed class PoisonedApplier(int failures) : IEventApplier
{
    internal const double Poison = 666;

    /// <summary>The attempts of each such event.</summary>
    internal ConcurrentDictionary<(int Partition, Position Position), int> Attempts { get; } = new();

    public ApplyOutcome Apply(
        UserState state, SourcePartition partition, Position position, in UserEvent userEvent, long watermark, WindowSet windows)
    {
        ApplyOutcome outcome = state.Apply(partition, position, userEvent, watermark, windows);
        return outcome == ApplyOutcome.Applied && userEvent.Value == Poison
            && Attempts.AddOrUpdate((partition.Partition, position), 1, (_, attempts) => attempts + 1) <= failures
                ? throw new InvalidOperationException("An injected failure.")
                : outcome;
    }
}

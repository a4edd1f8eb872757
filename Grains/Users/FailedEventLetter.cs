using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Grains.Users;

/// <summary>The dead letter of an event that parsed but could not be applied, which is a bug of ours.</summary>
internal static class FailedEventLetter
{
    /// <summary><c>dead_letters.reason</c>.</summary>
    internal const string Reason = "apply_failed";

    internal static DeadLetter Create(SourcePartition partition, Position position, in UserEvent userEvent) =>
        new(partition, position, Reason, EventJson.Encode(userEvent));
}

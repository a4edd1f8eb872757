using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Standalone.Tests.Harness;

/// <summary>Counters of the built-in events, and states of them.</summary>
internal static class CountedUsers
{
    internal static readonly WindowSettings NoWindows =
        new(WindowSet.None, WatermarkSettings.Default, TimeSpan.FromMinutes(1));

    /// <summary>A counter without windows.</summary>
    internal static RecordCounter Counter(DatabaseSession session, DatabaseOptions options) => new EventCounter(
        NoWindows,
        new EventApplier(),
        new UserStateReader(new StateReader(session, options), new FinishedInputs(), new CommitBounds(20_000, 200_000)),
        new WindowReloadReader(session));

    /// <summary>The state of a user without events.</summary>
    internal static KeyedState New(string user)
    {
        using var counter = new EventCounter(NoWindows, new EventApplier(), null!, null!);
        return counter.Of(new UserState(user));
    }
}

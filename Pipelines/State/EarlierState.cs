using PathwayOrleans.Aggregation.State;

namespace PathwayOrleans.Pipelines.State;

/// <summary>
/// The state of a user that was written before there were pipelines. All times are milliseconds since the epoch.
/// </summary>
internal sealed class EarlierState
{
    /// <summary>The user; null if the payload does not name it.</summary>
    internal string? UserId { get; set; }

    /// <summary>The number of applied events.</summary>
    internal long Count { get; set; }

    /// <summary>The sum of their values.</summary>
    internal double TotalValue { get; set; }

    /// <summary>The highest event time; 0 before the first event.</summary>
    internal long LastEventTime { get; set; }

    /// <summary>The last applied positions, in any order.</summary>
    internal List<Fence.Entry> Fence { get; set; } = [];

    /// <summary>The windows of each name.</summary>
    internal List<EarlierWindows> Windows { get; } = [];
}

/// <summary>The windows of one name.</summary>
/// <param name="name">The name.</param>
internal sealed class EarlierWindows(string name)
{
    internal string Name => name;

    /// <summary>The latest end of a window that was evicted from the state; null if none was.</summary>
    internal long? EvictedEnd { get; set; }

    /// <summary>The open windows by their start.</summary>
    internal SortedDictionary<long, EarlierWindow> Open { get; } = [];
}

/// <summary>The aggregate of one user's events in one window.</summary>
/// <param name="Start">The window's start, inclusive.</param>
/// <param name="End">The window's end, exclusive.</param>
/// <param name="Count">The number of events.</param>
/// <param name="Total">The sum of their values.</param>
/// <param name="Min">Their lowest value.</param>
/// <param name="Max">Their highest value.</param>
/// <param name="First">Their lowest event time.</param>
/// <param name="Last">Their highest event time.</param>
internal readonly record struct EarlierWindow(
    long Start, long End, long Count, double Total, double Min, double Max, long First, long Last);

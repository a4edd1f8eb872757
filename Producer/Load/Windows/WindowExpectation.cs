using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>
/// What events have to come to where windows are kept: a brute-force oracle, by definition and not by the engines' code, of which it
/// takes no more than the definitions and settings.
/// </summary>
public sealed class WindowExpectation
{
    private readonly IReadOnlyList<WindowDefinition> _definitions;
    private readonly EventClockSettings _clock;
    private readonly Dictionary<string, UserOracle> _users = [];
    private readonly Dictionary<string, UserExpectation> _totals = [];
    private readonly Dictionary<(SourcePartition Partition, long Offset), IReadOnlyList<string>> _late = [];
    private readonly HashSet<(SourcePartition Partition, long Offset)> _future = [];

    /// <param name="definitions">The windows.</param>
    /// <param name="clock">The rules of watermarks.</param>
    public WindowExpectation(IReadOnlyList<WindowDefinition> definitions, EventClockSettings clock)
    {
        _definitions = definitions;
        _clock = clock;
    }

    /// <summary>The rows of <c>user_windows</c>.</summary>
    public IEnumerable<ExpectedWindow> Rows => _users.Values.SelectMany(user => user.Rows);

    /// <summary>Users and what their rows of <c>events</c> hold: events from the future count for nothing.</summary>
    public IEnumerable<UserExpectation> Users => _totals.Values;

    /// <summary>Events that came too late for windows, and the names of those, in the order of the definitions.</summary>
    public IReadOnlyDictionary<(SourcePartition Partition, long Offset), IReadOnlyList<string>> Late => _late;

    /// <summary>Events from the future.</summary>
    public IReadOnlySet<(SourcePartition Partition, long Offset)> Future => _future;

    /// <summary>
    /// Takes all events of one partition, in their order there. Of a user with events in several partitions, those of
    /// the partition that is taken first count first: that makes a difference to sessions.
    /// </summary>
    /// <returns>The partition's clock after them.</returns>
    public WatermarkOracle AddPartition(IEnumerable<PlacedEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var clock = new WatermarkOracle(_clock);
        foreach (PlacedEvent placed in events)
        {
            long? watermark = clock.Watermark;
            if (clock.IsFromFuture(placed.Time))
            {
                _future.Add((placed.Partition, placed.Offset));
            }
            else
            {
                Count(placed, watermark);
            }
        }

        return clock;
    }

    /// <summary>Takes an event that is known not to be from the future.</summary>
    /// <param name="placed">The event.</param>
    /// <param name="watermark">Its partition's watermark right before it; null where it is the first.</param>
    public void Count(in PlacedEvent placed, long? watermark)
    {
        if (!_users.TryGetValue(placed.UserId, out UserOracle? user))
        {
            _users.Add(placed.UserId, user = new UserOracle(placed.UserId, _definitions));
        }

        UserExpectation before = _totals.GetValueOrDefault(placed.UserId, new UserExpectation(placed.UserId, 0, 0, 0));
        _totals[placed.UserId] = new UserExpectation(
            placed.UserId, before.Count + 1, before.TotalValue + placed.Value, Math.Max(before.LastTime, placed.Time));
        if (user.Add(placed.Time, placed.Value, watermark) is { Count: > 0 } names)
        {
            _late.Add((placed.Partition, placed.Offset), names);
        }
    }
}

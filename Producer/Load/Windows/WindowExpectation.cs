using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>
/// The expected result of events with windows: a brute-force oracle that follows the definitions and shares no code with the
/// engines except the window definitions and settings.
/// </summary>
public sealed class WindowExpectation
{
    private readonly IReadOnlyList<WindowDefinition> _definitions;
    private readonly WatermarkSettings _clock;
    private readonly Dictionary<string, UserOracle> _users = [];
    private readonly Dictionary<string, UserExpectation> _totals = [];
    private readonly Dictionary<(SourcePartition Partition, long Offset), IReadOnlyList<string>> _late = [];
    private readonly HashSet<(SourcePartition Partition, long Offset)> _future = [];

    /// <param name="definitions">The windows.</param>
    /// <param name="clock">The settings of watermarks.</param>
    public WindowExpectation(IReadOnlyList<WindowDefinition> definitions, WatermarkSettings clock)
    {
        _definitions = definitions;
        _clock = clock;
    }

    /// <summary>The expected rows of the views with windows.</summary>
    public IEnumerable<ExpectedWindow> Rows => _users.Values.SelectMany(user => user.Rows);

    /// <summary>The expected rows of <c>events</c>. Events in the future are not applied.</summary>
    public IEnumerable<UserExpectation> Users => _totals.Values;

    /// <summary>Events that are too late for windows, with the names of these windows in the order of the definitions.</summary>
    public IReadOnlyDictionary<(SourcePartition Partition, long Offset), IReadOnlyList<string>> Late => _late;

    /// <summary>Events in the future.</summary>
    public IReadOnlySet<(SourcePartition Partition, long Offset)> Future => _future;

    /// <summary>
    /// Adds all events of one partition, in log order. If a user has events in several partitions, they are applied in the order
    /// in which the partitions are added; this order affects sessions.
    /// </summary>
    /// <param name="events">The events.</param>
    /// <param name="steps">
    /// The watermarks that the partition reached while it was idle, each before the event with an index in
    /// <paramref name="events"/>.
    /// </param>
    /// <returns>The state of the partition's watermark after them.</returns>
    public WatermarkOracle AddPartition(
        IEnumerable<PlacedEvent> events, IReadOnlyCollection<(int Index, long Watermark)>? steps = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        ILookup<int, long> reached = (steps ?? []).ToLookup(step => step.Index, step => step.Watermark);
        var clock = new WatermarkOracle(_clock);
        int index = 0;
        foreach (PlacedEvent placed in events)
        {
            Reach(clock, reached[index++]);
            long? watermark = clock.Watermark;
            if (clock.IsFromFuture(placed.Time, placed.Recorded))
            {
                _future.Add((placed.Partition, placed.Offset));
            }
            else
            {
                Count(placed, watermark);
            }
        }

        Reach(clock, reached[index]);
        return clock;
    }

    /// <summary>Adds an event that is known not to be in the future.</summary>
    /// <param name="placed">The event.</param>
    /// <param name="watermark">The watermark of its partition before the event; null for the first event.</param>
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

    private static void Reach(WatermarkOracle clock, IEnumerable<long> watermarks)
    {
        foreach (long watermark in watermarks)
        {
            clock.Reach(watermark);
        }
    }
}

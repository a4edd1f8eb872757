namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>The expected windows of one user, computed from the user's events in the order in which they are applied.</summary>
public sealed class UserOracle
{
    private readonly string _userId;
    private readonly List<(string Name, AlignedOracle? Aligned, SessionOracle? Sessions)> _windows = [];

    public UserOracle(string userId, IEnumerable<WindowDefinition> definitions)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        _userId = userId;
        foreach (WindowDefinition definition in definitions)
        {
            bool isSession = definition.Kind == WindowKind.Session;
            _windows.Add((
                definition.Name,
                isSession ? null : new AlignedOracle(definition.Size, definition.Hop, definition.Origin, definition.Lateness),
                isSession ? new SessionOracle(definition.Gap, definition.Lateness) : null));
        }
    }

    /// <summary>The expected rows.</summary>
    public IEnumerable<ExpectedWindow> Rows =>
        from window in _windows
        from row in window.Aligned?.Windows ?? window.Sessions!.Windows
        select new ExpectedWindow(
            _userId, window.Name, row.Start, row.End, row.Events.Count, row.Events.Total, row.Events.Min, row.Events.Max,
            row.Events.First, row.Events.Last);

    /// <summary>Adds the user's next event.</summary>
    /// <param name="time">Event time, milliseconds since the epoch.</param>
    /// <param name="value">Its value.</param>
    /// <param name="watermark">The watermark of its partition before the event; null for the first event.</param>
    /// <returns>The names of the windows for which it is too late, in the order of the definitions.</returns>
    public IReadOnlyList<string> Add(long time, double value, long? watermark)
    {
        List<string>? late = null;
        foreach ((string name, AlignedOracle? aligned, SessionOracle? sessions) in _windows)
        {
            if (!(aligned?.TryAdd(time, value, watermark) ?? sessions!.TryAdd(time, value, watermark)))
            {
                (late ??= []).Add(name);
            }
        }

        return late ?? [];
    }
}

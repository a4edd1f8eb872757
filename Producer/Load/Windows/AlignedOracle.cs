namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>
/// One user's tumbling or sliding windows of one name, computed from the definition: every window near an event is checked for
/// whether it contains the event and whether it is closed.
/// </summary>
internal sealed class AlignedOracle(long size, long hop, long origin, long lateness)
{
    private readonly Dictionary<long, EventGroup> _windows = [];

    internal IEnumerable<(long Start, long End, EventGroup Events)> Windows =>
        _windows.Select(window => (window.Key, window.Key + size, window.Value));

    /// <summary>Adds the next event; false if it is too late for a window that it belongs to.</summary>
    internal bool TryAdd(long time, double value, long? watermark)
    {
        bool inTime = true;
        long near = (long)Math.Floor((decimal)(time - origin) / hop);
        long around = (size / hop) + 2;
        for (long number = near - around; number <= near + around; number++)
        {
            long start = origin + (number * hop);
            long end = start + size;
            if (time < start || time >= end)
            {
                continue;
            }

            if (end + lateness <= watermark)
            {
                inTime = false;
            }
            else if (_windows.TryGetValue(start, out EventGroup? window))
            {
                window.Take(new EventGroup(time, value));
            }
            else
            {
                _windows.Add(start, new EventGroup(time, value));
            }
        }

        return inTime;
    }
}

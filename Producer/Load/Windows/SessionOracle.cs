namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>
/// One user's sessions of one name, computed from the definition: an event and every session with an event less than the gap away
/// become one session. Closed sessions do not change.
/// </summary>
internal sealed class SessionOracle(long gap, long lateness)
{
    private readonly List<EventGroup> _sessions = [];

    internal IEnumerable<(long Start, long End, EventGroup Events)> Windows =>
        _sessions.Select(session => (session.First, session.Last + gap, session));

    /// <summary>Adds the next event; false if it is too late.</summary>
    internal bool TryAdd(long time, double value, long? watermark)
    {
        List<EventGroup> near = _sessions.FindAll(session =>
            session.First - time < gap && time - session.Last < gap && !IsClosed(session, watermark));
        var joined = new EventGroup(time, value);
        if (IsClosed(joined, watermark))
        {
            // A late event neither creates a session nor moves the start of one: the new start might be that of a closed session.
            near.RemoveAll(session => session.First > time);
            if (near.Count == 0)
            {
                return false;
            }
        }

        foreach (EventGroup session in near)
        {
            joined.Take(session);
            _sessions.Remove(session);
        }

        _sessions.Add(joined);
        return true;
    }

    private bool IsClosed(EventGroup session, long? watermark) => session.Last + gap + lateness <= watermark;
}

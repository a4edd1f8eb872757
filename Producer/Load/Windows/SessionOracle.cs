namespace PathwayOrleans.Producer.Load.Windows;

/// <summary>
/// One user's sessions of one name, by definition: an event and every session of which some event is less than the gap away become one
/// session. Sessions that are closed stay as they are.
/// </summary>
internal sealed class SessionOracle(long gap, long lateness)
{
    private readonly List<EventGroup> _sessions = [];

    internal IEnumerable<(long Start, long End, EventGroup Events)> Windows =>
        _sessions.Select(session => (session.First, session.Last + gap, session));

    /// <summary>Takes the next event; false where it is too late.</summary>
    internal bool TryAdd(long time, double value, long? watermark)
    {
        List<EventGroup> near = _sessions.FindAll(session =>
            session.First - time < gap && time - session.Last < gap && !IsClosed(session, watermark));
        var joined = new EventGroup(time, value);
        if (IsClosed(joined, watermark))
        {
            // It makes no session and moves no session's start: that one might be where a closed session starts.
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

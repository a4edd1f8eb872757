namespace PathwayOrleans.Pipelines.Oracle;

/// <summary>
/// Finds the session of each event of a view by its definition: an event and every open session with an event less than the gap
/// away become one session. Closed sessions do not change, and an event that is late joins only an open session around it.
/// </summary>
/// <param name="gap">The gap, in microseconds like all times.</param>
/// <param name="lateness">How long after its end a session accepts events.</param>
internal sealed class SessionAssignment(long gap, long lateness)
{
    // The sessions of each key by their first event.
    private readonly Dictionary<long, List<Session>> _sessions = [];

    // The session that a session became a part of; itself if it is still one.
    private readonly List<int> _joined = [];

    /// <summary>Adds the next event of a key. The events of a key are in one partition, or none of them is late.</summary>
    /// <param name="key">The key.</param>
    /// <param name="time">The event's time.</param>
    /// <param name="watermark">The watermark before it; null if there is none.</param>
    /// <returns>A session, see <see cref="Final"/>; null if the event is late.</returns>
    internal int? Add(long key, long time, long? watermark)
    {
        if (!_sessions.TryGetValue(key, out List<Session>? sessions))
        {
            _sessions.Add(key, sessions = []);
        }

        bool isLate = IsClosed(time, watermark);
        int end = PlaceOf(sessions, isLate ? time + 1 : time + gap);
        var joined = new Session(-1, time, time);
        for (int i = end - 1; i >= 0 && time - sessions[i].Last < gap; i--)
        {
            if (!IsClosed(sessions[i].Last, watermark))
            {
                joined = Join(joined, sessions[i]);
                sessions.RemoveAt(i);
            }
        }

        if (joined.Number < 0)
        {
            if (isLate)
            {
                return null;
            }

            joined = joined with { Number = _joined.Count };
            _joined.Add(joined.Number);
        }

        sessions.Insert(PlaceOf(sessions, joined.First), joined);
        return joined.Number;
    }

    /// <summary>The session that a session has become a part of after all events.</summary>
    internal int Final(int session)
    {
        while (_joined[session] != session)
        {
            session = _joined[session];
        }

        return session;
    }

    // The index of the first session that does not start before a time.
    private static int PlaceOf(List<Session> sessions, long time)
    {
        int place = sessions.BinarySearch(new Session(0, time, time), ByFirst.Instance);
        if (place < 0)
        {
            return ~place;
        }

        while (place > 0 && sessions[place - 1].First == time)
        {
            place--;
        }

        return place;
    }

    private Session Join(Session joined, Session session)
    {
        if (joined.Number >= 0)
        {
            _joined[joined.Number] = session.Number;
        }

        return new Session(session.Number, Math.Min(joined.First, session.First), Math.Max(joined.Last, session.Last));
    }

    private bool IsClosed(long last, long? watermark) => last + gap + lateness <= watermark;

    private sealed record Session(int Number, long First, long Last);

    private sealed class ByFirst : IComparer<Session>
    {
        internal static readonly ByFirst Instance = new();

        public int Compare(Session? x, Session? y) => x!.First.CompareTo(y!.First);
    }
}

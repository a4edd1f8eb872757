namespace PathwayOrleans.Standalone.Engine;

/// <summary>Counters from the start of the process. The engine's thread writes, any thread reads.</summary>
internal sealed class EngineCounters
{
    private long _applied;
    private long _skipped;
    private long _deadLettered;
    private long _commits;
    private long _usersCommitted;
    private long _commitsRejected;
    private long _pauses;
    private long _eventsInFlight;
    private int _usersInMemory;

    internal long Applied => Volatile.Read(ref _applied);

    internal long Skipped => Volatile.Read(ref _skipped);

    internal long DeadLettered => Volatile.Read(ref _deadLettered);

    internal long Commits => Volatile.Read(ref _commits);

    internal long UsersCommitted => Volatile.Read(ref _usersCommitted);

    internal long CommitsRejected => Volatile.Read(ref _commitsRejected);

    internal long Pauses => Volatile.Read(ref _pauses);

    internal long EventsInFlight => Volatile.Read(ref _eventsInFlight);

    internal int UsersInMemory => Volatile.Read(ref _usersInMemory);

    internal void EventApplied() => Volatile.Write(ref _applied, _applied + 1);

    internal void EventSkipped() => Volatile.Write(ref _skipped, _skipped + 1);

    internal void Paused() => Volatile.Write(ref _pauses, _pauses + 1);

    internal void CommitRejected() => Volatile.Write(ref _commitsRejected, _commitsRejected + 1);

    internal void CommitSucceeded(int users, int deadLetters)
    {
        Volatile.Write(ref _commits, _commits + 1);
        Volatile.Write(ref _usersCommitted, _usersCommitted + users);
        Volatile.Write(ref _deadLettered, _deadLettered + deadLetters);
    }

    internal void Report(long eventsInFlight, int usersInMemory)
    {
        Volatile.Write(ref _eventsInFlight, eventsInFlight);
        Volatile.Write(ref _usersInMemory, usersInMemory);
    }
}

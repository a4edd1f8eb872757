namespace PathwayOrleans.Silo.Membership;

/// <summary>
/// The time of the database server, continued with this process's monotonic clock. All silos of a cluster thus have the same
/// time, whatever the clocks of their hosts show. Until the first reading it is the time of this host.
/// </summary>
internal sealed class DatabaseClock(TimeProvider time) : TimeProvider
{
    private volatile Reading? _reading;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() =>
        _reading is { } reading ? reading.Utc + time.GetElapsedTime(reading.Timestamp) : time.GetUtcNow();

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);

    /// <summary>Continues from the time that the server answered.</summary>
    /// <param name="utc">The server's time.</param>
    /// <param name="asked">The timestamp before it was asked for.</param>
    /// <returns>How far the clock of this host is ahead of the server's.</returns>
    internal TimeSpan Set(DateTimeOffset utc, long asked)
    {
        // The server read its clock at some time between both; half of the round trip is the smallest error that is certain.
        long timestamp = asked + ((time.GetTimestamp() - asked) / 2);
        TimeSpan ahead = time.GetUtcNow() - time.GetElapsedTime(timestamp) - utc;
        _reading = new Reading(utc, timestamp);
        return ahead;
    }

    private sealed record Reading(DateTimeOffset Utc, long Timestamp);
}

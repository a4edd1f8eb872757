namespace PathwayOrleans.Testing;

/// <summary>A clock that the test advances. Its timers are those of the system.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly DateTimeOffset _start;
    private long _passed;

    public ManualTime()
        : this(DateTimeOffset.UnixEpoch.AddYears(50))
    {
    }

    /// <param name="start">The time at the beginning.</param>
    public ManualTime(DateTimeOffset start) => _start = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _start.AddTicks(GetTimestamp());

    public override long GetTimestamp() => Volatile.Read(ref _passed);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _passed, by.Ticks);
}

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>A clock that the test advances.</summary>
internal sealed class ManualTime : TimeProvider
{
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(50) + _passed;

    public override long GetTimestamp() => _passed.Ticks;

    internal void Advance(TimeSpan by) => _passed += by;
}

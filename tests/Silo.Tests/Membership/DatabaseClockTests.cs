using PathwayOrleans.Silo.Membership;

namespace PathwayOrleans.Silo.Tests.Membership;

public sealed class DatabaseClockTests
{
    private static readonly DateTimeOffset Server = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly SetClock _host = new();

    [Fact]
    public void Before_the_first_reading_it_is_the_time_of_the_host() =>
        Assert.Equal(_host.GetUtcNow(), new DatabaseClock(_host).GetUtcNow());

    [Fact]
    public void It_continues_from_the_servers_time_when_the_clock_of_the_host_is_set()
    {
        var clock = new DatabaseClock(_host);
        Assert.Equal(TimeSpan.FromHours(6), Read(clock, Server, ahead: TimeSpan.FromHours(6)));
        _host.Set(Server.AddHours(-9));
        _host.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(Server.AddSeconds(2), clock.GetUtcNow());
    }

    [Fact]
    public void The_server_is_taken_to_have_answered_in_the_middle_of_the_round_trip()
    {
        var clock = new DatabaseClock(_host);
        long asked = clock.GetTimestamp();
        _host.Pass(TimeSpan.FromSeconds(4));
        clock.Set(Server, asked);
        Assert.Equal(Server.AddSeconds(2), clock.GetUtcNow());
    }

    private TimeSpan Read(DatabaseClock clock, DateTimeOffset server, TimeSpan ahead)
    {
        _host.Set(server + ahead);
        return clock.Set(server, clock.GetTimestamp());
    }

    /// <summary>A host whose clock can be set, which does not change its timestamps.</summary>
    private sealed class SetClock : TimeProvider
    {
        private DateTimeOffset _utc = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private long _timestamp;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _utc;

        public override long GetTimestamp() => _timestamp;

        internal void Set(DateTimeOffset utc) => _utc = utc;

        internal void Pass(TimeSpan time)
        {
            _utc += time;
            _timestamp += time.Ticks;
        }
    }
}

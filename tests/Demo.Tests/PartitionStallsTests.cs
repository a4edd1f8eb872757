using PathwayOrleans.Demo.Faults;

namespace PathwayOrleans.Demo.Tests;

public sealed class PartitionStallsTests
{
    private readonly SteppedTime _time = new();
    private readonly PartitionStalls _stalls;

    public PartitionStallsTests() => _stalls = new PartitionStalls(_time);

    [Fact]
    public void A_partition_stalls_while_it_has_records_and_makes_no_progress()
    {
        Observe(durable: 10, end: 20);
        Pass(4);
        Observe(durable: 10, end: 20);
        Pass(1);
        Observe(durable: 15, end: 20);
        Pass(3);
        Observe(durable: 15, end: 20);
        Assert.Equal(TimeSpan.FromSeconds(4), _stalls.Longest(Fault.None));
    }

    [Fact]
    public void A_partition_without_records_does_not_stall()
    {
        Observe(durable: 20, end: 20);
        Pass(60);
        Observe(durable: 20, end: 20);
        Pass(2);
        Observe(durable: 20, end: 30);
        Assert.Equal(TimeSpan.FromSeconds(2), _stalls.Longest(Fault.None));
    }

    [Fact]
    public void The_stall_after_a_fault_of_the_reader_is_counted_separately_until_the_next_progress()
    {
        Observe(durable: 10, end: 20);
        _stalls.Mark([0], Fault.Killed);
        Observe(durable: 11, end: 20);
        Pass(7);
        Observe(durable: 11, end: 20);
        Observe(durable: 12, end: 20);
        Pass(3);
        Observe(durable: 12, end: 20);
        Assert.Equal(
            (TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(3), TimeSpan.Zero),
            (_stalls.Longest(Fault.Killed), _stalls.Longest(Fault.None), _stalls.Longest(Fault.Frozen)));
    }

    private void Observe(long durable, long end) => _stalls.Observe(0, durable, end);

    private void Pass(int seconds) => _time.Passed += TimeSpan.FromSeconds(seconds);

    private sealed class SteppedTime : TimeProvider
    {
        internal TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;
    }
}

using PathwayOrleans.Cli.Demo;

namespace PathwayOrleans.Cli.Tests.Demo;

public sealed class DurableGateTests
{
    private const int Big = 1024 * 1024;

    [Fact]
    public async Task It_closes_at_three_MiB_ahead_and_opens_as_they_become_durable()
    {
        using var gate = new DurableGate(2);
        Enter(gate, 0, Big, times: 3);
        Task fourth = Task.Run(() => Enter(gate, 0, Big));
        Enter(gate, 1, Big, times: 3);
        Assert.False(fourth.IsCompleted);

        gate.Report(1, 3);
        gate.Report(0, 0);
        Enter(gate, 1, Big);
        Assert.False(fourth.IsCompleted);

        gate.Report(0, 1);
        await fourth;
        AssertClosed(gate, 0);
    }

    [Fact]
    public void It_closes_at_so_many_records_however_small()
    {
        using var gate = new DurableGate(1);
        Enter(gate, 0, 1, DurableGate.MaxRecordsAhead);
        AssertClosed(gate, 0);

        gate.Report(0, 10);
        Enter(gate, 0, 1, times: 10);
        AssertClosed(gate, 0);
    }

    [Fact]
    public void What_is_larger_than_the_bound_passes_alone()
    {
        using var gate = new DurableGate(1);
        Enter(gate, 0, (int)DurableGate.MaxBytesAhead + 1);
        AssertClosed(gate, 0);
        gate.Report(0, 1);
        Enter(gate, 0, (int)DurableGate.MaxBytesAhead + 1);
    }

    [Fact]
    public void It_keeps_count_over_many_rounds()
    {
        using var gate = new DurableGate(1);
        long durable = 0;
        for (int round = 0; round < 50; round++)
        {
            Enter(gate, 0, 100, times: 30_000);
            durable += 30_000;
            gate.Report(0, durable - 1_000);
        }

        gate.Report(0, durable);
        Enter(gate, 0, Big, times: 3);
        AssertClosed(gate, 0);
    }

    private static void Enter(DurableGate gate, int partition, int bytes, int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            gate.Enter(partition, bytes, CancellationToken.None);
        }
    }

    // A closed gate waits until it is told not to.
    private static void AssertClosed(DurableGate gate, int partition)
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => gate.Enter(partition, 1, stopped.Token));
    }
}

namespace PathwayOrleans.Demo.Tests;

public sealed class DurableGateTests
{
    private const int Big = 1024 * 1024;

    [Fact]
    public async Task The_gate_closes_at_three_MiB_ahead_and_opens_as_records_become_durable()
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
    public void The_gate_closes_at_a_number_of_records_of_any_size()
    {
        using var gate = new DurableGate(1);
        Enter(gate, 0, 1, DurableGate.MaxRecordsAhead);
        AssertClosed(gate, 0);

        gate.Report(0, 10);
        Enter(gate, 0, 1, times: 10);
        AssertClosed(gate, 0);
    }

    [Fact]
    public void A_message_larger_than_the_limit_passes_alone()
    {
        using var gate = new DurableGate(1);
        Enter(gate, 0, (int)DurableGate.MaxBytesAhead + 1);
        AssertClosed(gate, 0);
        gate.Report(0, 1);
        Enter(gate, 0, (int)DurableGate.MaxBytesAhead + 1);
    }

    [Fact]
    public void The_count_stays_correct_over_many_rounds()
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

    // A closed gate waits until it is cancelled.
    private static void AssertClosed(DurableGate gate, int partition)
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => gate.Enter(partition, 1, stopped.Token));
    }
}

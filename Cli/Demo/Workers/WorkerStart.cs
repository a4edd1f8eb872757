using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Producer.Command;

namespace PathwayOrleans.Cli.Demo.Workers;

/// <summary>Waits until the workers have shared the partitions among themselves.</summary>
internal sealed class WorkerStart(WorkerFleet fleet, IWorkerKind kind, int partitions, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when every worker is ready and has its share, and every partition is read.</summary>
    /// <returns>The source's name, as the workers keep it.</returns>
    /// <exception cref="CommandFailedException">
    /// They are not in time, or a partition cannot be read; the message has what is wrong.
    /// </exception>
    internal async Task<string> UntilReadyAsync(CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            if (await FindSourceAsync(cancellationToken) is { } source)
            {
                return source;
            }

            if (time.GetElapsedTime(start) > Patience)
            {
                throw new CommandFailedException(
                    $"The {kind.Plural} did not share the partitions among themselves within {Patience.TotalSeconds:0} s.{Environment.NewLine}" +
                    fleet.DescribeOutput());
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    private async Task<string?> FindSourceAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Worker> workers = fleet.Living;
        var read = new HashSet<int>();
        int withShare = 0;
        string? source = null;
        foreach (Worker worker in workers)
        {
            if (!await worker.IsReadyAsync(cancellationToken)
                || await worker.GetPartitionsAsync(cancellationToken) is not { } owned
                || await worker.GetStatusAsync(cancellationToken) is not { Source: { } name })
            {
                return null;
            }

            if (Array.Find(owned, partition => partition.State == PartitionState.Stopped) is { } stopped)
            {
                throw new CommandFailedException($"Worker {worker.Name}: {stopped.Error}");
            }

            source = name;
            withShare += owned.Length > 0 ? 1 : 0;
            read.UnionWith(owned.Where(partition => partition.State != PartitionState.Positioning).Select(partition => partition.Partition));
        }

        return read.Count == partitions && withShare == Math.Min(workers.Count, partitions) ? source : null;
    }
}

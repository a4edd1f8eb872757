using PathwayOrleans.CommandLine;
using PathwayOrleans.Engine.Status;

namespace PathwayOrleans.Demo.Workers;

/// <summary>Waits until the partitions are assigned to the workers.</summary>
internal sealed class WorkerReadiness(WorkerFleet fleet, IWorkerKind kind, int partitions, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns when every worker is ready and owns partitions, and every partition is being read.</summary>
    /// <returns>The source's name.</returns>
    /// <exception cref="CommandFailedException">
    /// The workers are not ready in time, or a partition cannot be read; the message has the reason.
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
                    $"The partitions were not assigned to the {kind.Plural} within {Patience.TotalSeconds:0} " +
                    $"s.{Environment.NewLine}" +
                    fleet.DescribeOutput());
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    private async Task<string?> FindSourceAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Worker> workers = fleet.Running;
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
            read.UnionWith(
                owned.Where(partition => partition.State != PartitionState.Positioning).Select(partition => partition.Partition));
        }

        return read.Count == partitions && withShare == Math.Min(workers.Count, partitions) ? source : null;
    }
}

using PathwayOrleans.Engine.Status;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Standalone.Batch;

/// <summary>Runs an engine until all records of its bounded source are durable.</summary>
internal sealed class BoundedRun(
    StandaloneEngine engine, IBoundedReader reader, PartitionStatusSnapshot snapshot, TimeProvider time)
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs until everything is durable, or until it is stopped and what was read until then is durable.</summary>
    /// <exception cref="InvalidOperationException">A partition stopped; the message names the reason and the remedy.</exception>
    internal async Task RunAsync(CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task running = Task.Factory.StartNew(
            () => engine.Run(end.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        string? error = await WatchAsync(running);
        await end.CancelAsync();
        await running;
        if (error is not null)
        {
            throw new InvalidOperationException(error);
        }
    }

    // A partition that stops never finishes, and no operator watches a batch; the run therefore ends with its error.
    private async Task<string?> WatchAsync(Task running)
    {
        using var timer = new PeriodicTimer(WatchInterval, time);
        Task<bool> tick = timer.WaitForNextTickAsync().AsTask();
        while (await Task.WhenAny(running, reader.Finished, tick) == tick)
        {
            if (snapshot.Partitions.FirstOrDefault(partition => partition.State == PartitionState.Stopped) is { } stopped)
            {
                return stopped.Error;
            }

            tick = timer.WaitForNextTickAsync().AsTask();
        }

        return null;
    }
}

using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Sources.Bounded;
using PathwayOrleans.Standalone.Engine;

namespace PathwayOrleans.Standalone.Batch;

/// <summary>Runs an engine until everything of its source is durable.</summary>
internal sealed class BoundedRun(StandaloneEngine engine, IBoundedReader reader, PartitionBoard board, TimeProvider time)
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns when all is durable, or when it was told to stop and what was read until then is.</summary>
    /// <exception cref="InvalidOperationException">A partition cannot be read on; the message says why and what to do.</exception>
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

    // A partition that stops never ends; nobody would come and see, as with an engine that serves.
    private async Task<string?> WatchAsync(Task running)
    {
        using var timer = new PeriodicTimer(WatchInterval, time);
        Task<bool> tick = timer.WaitForNextTickAsync().AsTask();
        while (await Task.WhenAny(running, reader.Finished, tick) == tick)
        {
            if (board.Current.FirstOrDefault(partition => partition.State == PartitionState.Stopped) is { } stopped)
            {
                return stopped.Error;
            }

            tick = timer.WaitForNextTickAsync().AsTask();
        }

        return null;
    }
}

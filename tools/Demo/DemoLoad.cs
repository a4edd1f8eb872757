using System.Globalization;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Demo.Workers;
using PathwayOrleans.Producer.Load;

namespace PathwayOrleans.Demo;

/// <summary>Produces the load, or a part of it, and waits until it is durable.</summary>
internal sealed class DemoLoad(ITopicLoad load, DatabaseObserver database, WorkerFleet fleet, TimeProvider time)
{
    // Longer than a rebalance, a crash recovery of Postgres, or a restart of a broker.
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Produces the messages and waits until they are durable.</summary>
    /// <param name="messages">The number of messages, of those that were not yet produced.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <returns>The time from the first event produced until the last one was durable.</returns>
    /// <exception cref="CommandFailedException">
    /// There was no progress for a minute; the message has the missing positions and the output of the workers.
    /// </exception>
    /// <exception cref="Producer.Kafka.ProduceFailedException">Producing failed.</exception>
    internal async Task<TimeSpan> RunAsync(long messages, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        Task producing = Task.Factory.StartNew(
            () => load.Run(messages, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            (long, long) moved = default;
            long movedAt = start;
            while (!producing.IsCompletedSuccessfully || CountMissing().Any())
            {
                if (producing.IsFaulted || producing.IsCanceled)
                {
                    await producing;
                }

                (long, long) now = (load.Acknowledged, database.Durable().Sum());
                if (now != moved)
                {
                    (moved, movedAt) = (now, time.GetTimestamp());
                }
                else if (time.GetElapsedTime(movedAt) > StallLimit)
                {
                    throw Stalled(producing.IsCompleted);
                }

                await Task.Delay(PollInterval, time, cancellationToken);
            }

            return load.Unplaced == 0 ? time.GetElapsedTime(start) : throw new CommandFailedException(
                $"The offsets of {load.Unplaced} messages are unknown, because the acknowledgements of the broker were " +
                "lost: the result cannot be verified. Run the demo again.");
        }
        finally
        {
            // The task uses the load until it ends, so the caller must not dispose of the load before.
            await producing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private IEnumerable<(int Partition, long Durable, long End)> CountMissing()
    {
        long[] durable = database.Durable();
        return load.Ends()
            .Select((end, partition) => (partition, durable[partition], end)).Where(entry => entry.Item2 < entry.end);
    }

    private CommandFailedException Stalled(bool produced)
    {
        string missing = string.Join(", ", CountMissing().Select(entry => string.Create(
            CultureInfo.InvariantCulture, $"{entry.Partition} is durable up to {entry.Durable} of {entry.End}")));
        return new CommandFailedException(
            $"No progress for {StallLimit.TotalSeconds:0} s. " +
            $"{(produced ? "All messages are produced." : "The producer has not finished.")} Partitions: " +
            $"{(missing.Length > 0 ? missing : "all durable")}.{Environment.NewLine}{fleet.DescribeOutput()}");
    }
}

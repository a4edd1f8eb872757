using System.Globalization;
using PathwayOrleans.Cli.Demo.Watch;
using PathwayOrleans.Cli.Demo.Workers;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Producer.Load;

namespace PathwayOrleans.Cli.Demo;

/// <summary>Produces the load, or a part of it, and waits until all of that is durable.</summary>
internal sealed class DemoLoad(LoadGenerator generator, DatabaseWatch database, WorkerFleet fleet, TimeProvider time)
{
    // Longer than a rebalance, a crash recovery of Postgres, or a broker's restart take.
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs to the end.</summary>
    /// <param name="messages">How many of the messages that are left.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The time from the first event produced until the last one was durable.</returns>
    /// <exception cref="CommandFailedException">Nothing moved for a minute; the message says what is missing and has the workers' output.</exception>
    /// <exception cref="Producer.Kafka.ProduceFailedException">Producing failed.</exception>
    internal async Task<TimeSpan> RunAsync(long messages, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        Task producing = Task.Factory.StartNew(
            () => generator.Run(messages, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
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

                (long, long) now = (generator.Acknowledged, database.Durable().Sum());
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

            return generator.Unplaced == 0 ? time.GetElapsedTime(start) : throw new CommandFailedException(
                $"The broker has {generator.Unplaced} messages of which it did not say where, because its answers were lost: nothing can be " +
                "proved. Run it again.");
        }
        finally
        {
            // It ends with the token; whoever disposes of the generator must not do so before that.
            await producing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private IEnumerable<(int Partition, long Durable, long End)> CountMissing()
    {
        long[] durable = database.Durable();
        return generator.Ends().Select((end, partition) => (partition, durable[partition], end)).Where(entry => entry.Item2 < entry.end);
    }

    private CommandFailedException Stalled(bool produced)
    {
        string missing = string.Join(", ", CountMissing().Select(entry => string.Create(
            CultureInfo.InvariantCulture, $"{entry.Partition} is durable up to {entry.Durable} of {entry.End}")));
        return new CommandFailedException(
            $"Nothing moved for {StallLimit.TotalSeconds:0} s. {(produced ? "Everything is produced." : "The producer is not done.")} " +
            $"Partitions: {(missing.Length > 0 ? missing : "all durable")}.{Environment.NewLine}{fleet.DescribeOutput()}");
    }
}

using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Engine.Partitions;

/// <summary>
/// Lets the watermarks of idle partitions follow the clock, in durable steps. A partition is idle if it had no record for the
/// idle timeout, everything of it is durable, and the source confirms that its log ends there. A source that does not answer may
/// hold records; and where the log ends, no record has been judged with a lower watermark, by this process or another.
/// Steps of one process are written together and at most once in an interval, so an idle process writes little.
/// All members are called on the reader's thread; only the query of the log runs elsewhere.
/// </summary>
/// <param name="reader">The reader of the partitions.</param>
/// <param name="mailbox">The mailbox of the reader's thread.</param>
/// <param name="settings">The settings. Without windows nothing depends on watermarks, and there are no steps.</param>
/// <param name="isCurrent">Whether a partition is still assigned.</param>
/// <param name="fail">Called on the reader's thread with a non-transient error.</param>
/// <param name="time">The clock.</param>
internal sealed class IdleSteps(
    IPartitionedReader reader,
    Mailbox mailbox,
    EventTimeSettings settings,
    Func<ReadPartition, bool> isCurrent,
    Action<Exception> fail,
    TimeProvider time)
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly bool _isEnabled = settings.HasWindows;
    private readonly long _timeout = Ticks(settings.IdleTimeout, time);
    private readonly long _interval = Ticks(Clamp(settings.IdleTimeout, ShortestInterval, LongestInterval), time);
    private readonly long _checkInterval = Ticks(Clamp(settings.IdleTimeout / 10, TimeSpan.Zero, ShortestInterval), time);
    private long _checkAt = long.MinValue;
    private bool _isAsking;
    private volatile bool _isStopped;
    private Task _query = Task.CompletedTask;

    /// <summary>Reading of a partition begins.</summary>
    internal void Begin(ReadPartition partition, TimeSpan age) =>
        partition.Idle.Begin(time.GetTimestamp(), Ticks(age, time), _timeout);

    /// <summary>Begins the steps that are due.</summary>
    internal void Check(IReadOnlyCollection<ReadPartition> partitions)
    {
        if (!_isEnabled || time.GetTimestamp() is var now && now < _checkAt)
        {
            return;
        }

        _checkAt = now + _checkInterval;
        List<(ReadPartition, Checkpoint)>? due = null;
        foreach (ReadPartition partition in partitions)
        {
            partition.Idle.Tick(now, _timeout);
            if (!_isAsking && partition.Quiet is { } quiet && partition.Idle.TakeDue(now, _interval))
            {
                (due ??= []).Add((partition, quiet));
            }
        }

        if (due is not null)
        {
            _isAsking = true;
            _query = Task.Run(() => AskAsync(due));
        }
    }

    /// <summary>Ends the query that runs: the reader must not be closed before.</summary>
    internal void Stop()
    {
        _isStopped = true;
        _query.Wait(StopTimeout);
    }

    private static TimeSpan Clamp(TimeSpan value, TimeSpan lowest, TimeSpan highest) =>
        value < lowest ? lowest : value > highest ? highest : value;

    private static long Ticks(TimeSpan span, TimeProvider time) => (long)(span.TotalSeconds * time.TimestampFrequency);

    private async Task AskAsync(List<(ReadPartition Partition, Checkpoint Quiet)> due)
    {
        var idle = new List<IdlePartition>();
        try
        {
            foreach ((ReadPartition partition, Checkpoint quiet) in due.TakeWhile(_ => !_isStopped))
            {
                // Before the query: a record that the log gets after it arrives later than the watermark says.
                long at = time.GetTimestamp();
                long now = time.GetUtcNow().ToUnixTimeMilliseconds();
                LogBounds bounds = await reader.QueryBoundsAsync(partition.Number, CancellationToken.None);
                if (bounds.End == quiet.Next)
                {
                    idle.Add(new IdlePartition(partition, quiet, at, now));
                }
            }
        }
        catch (SourceUnavailableException)
        {
            // The others are asked again after the interval.
        }
        catch (Exception e)
        {
            mailbox.Post(() => fail(e));
        }

        mailbox.Post(() => Step(idle));
    }

    private void Step(List<IdlePartition> idle)
    {
        _isAsking = false;
        foreach ((ReadPartition partition, Checkpoint quiet, long at, long now) in idle)
        {
            if (!isCurrent(partition) || partition.Quiet != quiet)
            {
                continue;
            }

            long elapsed = Math.Max(0, (long)time.GetElapsedTime(partition.Idle.Since, at).TotalMilliseconds);
            WatermarkTracker clock = quiet.Clock.After(elapsed, now, settings.Clock);
            if ((clock != quiet.Clock || !partition.Idle.IsDeclared) && partition.TryStep(quiet with { Clock = clock }))
            {
                partition.Idle.BeginStep(at);
            }
        }
    }

    /// <param name="Partition">The partition.</param>
    /// <param name="Quiet">Its checkpoint, which was the end of its log.</param>
    /// <param name="At">The timestamp before the log was asked.</param>
    /// <param name="Now">The same as milliseconds since the epoch.</param>
    private readonly record struct IdlePartition(ReadPartition Partition, Checkpoint Quiet, long At, long Now);
}

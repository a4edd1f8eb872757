using PathwayOrleans.Aggregation;
using PathwayOrleans.Grains.Users;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// Sends events to one user's grain in one reading of a partition. Events are sent only when all earlier ones are durable;
/// until then they are collected and sent together. Calls therefore cannot overtake each other, which otherwise happens while
/// a grain is being activated, and the fence never moves past an event that was not counted. A failed call ends the
/// dispatcher: later events must not be sent, and the partition is read again.
/// </summary>
internal sealed class UserDispatcher(
    IUserEventSink sink, SourcePartition partition, SiloAddress reader, PendingUserLimiter limiter)
{
    private List<PositionedEvent>? _collected;
    private TaskCompletionSource? _collectedDone;
    private Exception? _failure;
    private Position? _lastDurable;

    /// <summary>Whether everything sent is durable.</summary>
    internal bool IsIdle { get; private set; } = true;

    /// <summary>The number of this user's events in the batch that is being split.</summary>
    internal int Count { get; set; }

    /// <summary>This user's events in the batch that is being split.</summary>
    internal PositionedEvent[]? Events { get; set; }

    /// <summary>Sends events, now or when the earlier ones are durable.</summary>
    /// <returns>Completes when these events are durable.</returns>
    internal Task Send(PositionedEvent[] events)
    {
        if (_failure is { } failure)
        {
            return Task.FromException(failure);
        }

        if (IsIdle)
        {
            IsIdle = false;
            limiter.Enter();
            return SendNowAsync(events);
        }

        _collected ??= new List<PositionedEvent>(events.Length);
        _collectedDone ??= new TaskCompletionSource();
        _collected.AddRange(events);
        return _collectedDone.Task;
    }

    private async Task SendNowAsync(PositionedEvent[] events)
    {
        try
        {
            await sink.Apply(new UserEvents { Partition = partition, After = _lastDurable, Events = events, Reader = reader });
        }
        catch (Exception e)
        {
            _failure = e;
            limiter.Leave();
            _collectedDone?.SetException(e);
            throw;
        }

        _lastDurable = events[^1].Position;
        SendCollected();
    }

    private void SendCollected()
    {
        if (_collected is not { } events)
        {
            IsIdle = true;
            limiter.Leave();
            return;
        }

        TaskCompletionSource done = _collectedDone!;
        _collected = null;
        _collectedDone = null;
        _ = CompleteAsync(SendNowAsync([.. events]), done);
    }

    private static async Task CompleteAsync(Task sent, TaskCompletionSource done)
    {
        try
        {
            await sent;
            done.SetResult();
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }
}

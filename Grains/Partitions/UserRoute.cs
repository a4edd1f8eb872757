using PathwayOrleans.Aggregation;
using PathwayOrleans.Grains.Users;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// The way to one user in one reading of a partition. A user is sent events only when all earlier ones are durable;
/// those that come meanwhile gather and go together. So calls cannot overtake each other, which they otherwise do
/// while a grain is being activated, and the fence never passes over an event that was not counted. A failed call
/// ends the route: what comes behind it must not be sent, and the partition is read again.
/// </summary>
internal sealed class UserRoute(IUserEventSink sink, SourcePartition partition, SiloAddress reader, UserBudget budget)
{
    private List<PositionedEvent>? _gathered;
    private TaskCompletionSource? _gatheredDone;
    private Exception? _failure;
    private Position? _lastDurable;

    /// <summary>Whether everything sent is durable.</summary>
    internal bool IsIdle { get; private set; } = true;

    /// <summary>Events of the poll that is being taken apart.</summary>
    internal int Count { get; set; }

    /// <summary>The same, as they are put together.</summary>
    internal PositionedEvent[]? Events { get; set; }

    /// <summary>Sends events, now or when the earlier ones are durable.</summary>
    /// <returns>Completes when these are durable.</returns>
    internal Task Send(PositionedEvent[] events)
    {
        if (_failure is { } failure)
        {
            return Task.FromException(failure);
        }

        if (IsIdle)
        {
            IsIdle = false;
            budget.Enter();
            return SendNowAsync(events);
        }

        _gathered ??= new List<PositionedEvent>(events.Length);
        _gatheredDone ??= new TaskCompletionSource();
        _gathered.AddRange(events);
        return _gatheredDone.Task;
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
            budget.Leave();
            _gatheredDone?.SetException(e);
            throw;
        }

        _lastDurable = events[^1].Position;
        SendGathered();
    }

    private void SendGathered()
    {
        if (_gathered is not { } events)
        {
            IsIdle = true;
            budget.Leave();
            return;
        }

        TaskCompletionSource done = _gatheredDone!;
        _gathered = null;
        _gatheredDone = null;
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

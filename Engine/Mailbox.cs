using System.Collections.Concurrent;

namespace PathwayOrleans.Engine;

/// <summary>Carries work to the thread that owns the mailbox: other threads post actions, and the owner runs them.</summary>
internal sealed class Mailbox : IDisposable
{
    private readonly ConcurrentQueue<Action> _messages = new();
    private readonly SemaphoreSlim _posted = new(0);

    /// <summary>Posts an action for the owner to run. Any thread may call.</summary>
    public void Post(Action message)
    {
        _messages.Enqueue(message);
        _posted.Release();
    }

    /// <summary>Runs the posted actions.</summary>
    public void Drain()
    {
        while (_posted.Wait(0) && _messages.TryDequeue(out Action? message))
        {
            message();
        }
    }

    /// <summary>Waits until an action is posted, or for the given time, and runs the posted actions.</summary>
    public void WaitAndDrain(TimeSpan atMost)
    {
        if (_posted.Wait(atMost) && _messages.TryDequeue(out Action? message))
        {
            message();
            Drain();
        }
    }

    public void Dispose() => _posted.Dispose();
}

using System.Collections.Concurrent;

namespace PathwayOrleans.Hosting;

/// <summary>How other threads reach the engine's: they post what it is to do, and it does so when it looks.</summary>
public sealed class Mailbox : IDisposable
{
    private readonly ConcurrentQueue<Action> _messages = new();
    private readonly SemaphoreSlim _posted = new(0);

    /// <summary>Has the owner do something. Any thread may call.</summary>
    public void Post(Action message)
    {
        _messages.Enqueue(message);
        _posted.Release();
    }

    /// <summary>Runs what was posted.</summary>
    public void Drain()
    {
        while (_posted.Wait(0) && _messages.TryDequeue(out Action? message))
        {
            message();
        }
    }

    /// <summary>Waits for a message, at most so long, and runs what was posted.</summary>
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

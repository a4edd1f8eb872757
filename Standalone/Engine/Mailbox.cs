using System.Collections.Concurrent;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>How other threads reach the engine's: they post what it is to do, and it does so when it looks.</summary>
internal sealed class Mailbox : IDisposable
{
    private readonly ConcurrentQueue<Action> _messages = new();
    private readonly SemaphoreSlim _posted = new(0);

    internal void Post(Action message)
    {
        _messages.Enqueue(message);
        _posted.Release();
    }

    /// <summary>Runs what was posted.</summary>
    internal void Drain()
    {
        while (_posted.Wait(0) && _messages.TryDequeue(out Action? message))
        {
            message();
        }
    }

    /// <summary>Waits for a message, at most so long, and runs what was posted.</summary>
    internal void WaitAndDrain(TimeSpan atMost)
    {
        if (_posted.Wait(atMost) && _messages.TryDequeue(out Action? message))
        {
            message();
            Drain();
        }
    }

    public void Dispose() => _posted.Dispose();
}

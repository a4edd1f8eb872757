using System.Collections.Concurrent;

namespace PathwayOrleans.Engine.Tests.Harness;

/// <summary>The system's clock, which records how long its timers run.</summary>
internal sealed class RecordingTime : TimeProvider
{
    internal ConcurrentQueue<TimeSpan> Delays { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Delays.Enqueue(dueTime);
        return base.CreateTimer(callback, state, dueTime, period);
    }
}

using System.Globalization;

namespace PathwayOrleans.Producer.Commands;

/// <summary>Shows progress as plain lines, one per second.</summary>
public sealed class ProduceLines(TextWriter output, TimeProvider time) : IProduceView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async Task ShowAsync(long? total, Func<long> acknowledged, Task work)
    {
        ArgumentNullException.ThrowIfNull(acknowledged);
        long start = time.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, time);
        Task<bool> tick = timer.WaitForNextTickAsync().AsTask();
        while (await Task.WhenAny(work, tick) == tick)
        {
            long count = acknowledged();
            double seconds = time.GetElapsedTime(start).TotalSeconds;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"produced {count:N0}{(total is null ? "" : $" of {total:N0}")}, {count / seconds:N0} per second"));
            tick = timer.WaitForNextTickAsync().AsTask();
        }

        await work;
    }
}

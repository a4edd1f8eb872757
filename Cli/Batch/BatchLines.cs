using System.Globalization;
using PathwayOrleans.Standalone.Batch;

namespace PathwayOrleans.Cli.Batch;

/// <summary>Progress as plain lines, one a second.</summary>
internal sealed class BatchLines(TextWriter output, TimeProvider time) : IBatchView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async Task ShowAsync(BatchProgress progress, Task work)
    {
        var rate = new BatchRate(time);
        using var timer = new PeriodicTimer(Interval, time);
        Task<bool> tick = timer.WaitForNextTickAsync().AsTask();
        while (await Task.WhenAny(work, tick) == tick)
        {
            if (progress.BytesRead is { } bytes)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"looked through {bytes / 1_000_000.0:N0} MB"));
            }
            else if (progress.Total is { } total)
            {
                double perSecond = rate.Of(progress.Records);
                string left = BatchRate.Left(progress.Records, total, perSecond) is { } eta ? $", {eta:hh\\:mm\\:ss} left" : "";
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"read {progress.Records:N0} of {total:N0}{(perSecond > 0 ? $", {perSecond:N0} a second" : "")}{left}"));
            }

            tick = timer.WaitForNextTickAsync().AsTask();
        }
    }
}

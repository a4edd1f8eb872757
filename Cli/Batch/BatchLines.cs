using System.Globalization;
using PathwayOrleans.Standalone.Batch;

namespace PathwayOrleans.Cli.Batch;

/// <summary>Shows progress as plain lines, one per second.</summary>
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
                await output.WriteLineAsync(
                    string.Create(CultureInfo.InvariantCulture, $"indexed {bytes / 1_000_000.0:N0} MB"));
            }
            else if (progress.Total is { } total)
            {
                double perSecond = rate.Of(progress.Records);
                string rateText = perSecond > 0
                    ? string.Create(CultureInfo.InvariantCulture, $", {perSecond:N0} per second")
                    : "";
                string left = BatchRate.Left(progress.Records, total, perSecond) is { } eta ? $", {eta:hh\\:mm\\:ss} left" : "";
                await output.WriteLineAsync(
                    string.Create(CultureInfo.InvariantCulture, $"read {progress.Records:N0} of {total:N0}{rateText}{left}"));
            }

            tick = timer.WaitForNextTickAsync().AsTask();
        }
    }
}

using System.Globalization;
using PathwayOrleans.Standalone.Batch;
using Spectre.Console;

namespace PathwayOrleans.Cli.Batch;

/// <summary>Shows progress as a bar with records, rate and remaining time.</summary>
internal sealed class BatchBar(IAnsiConsole console) : IBatchView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public Task ShowAsync(BatchProgress progress, Task work) => console.Progress()
        .AutoClear(true)
        .Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(),
            new SpinnerColumn())
        .StartAsync(async context =>
        {
            ProgressTask bar = context.AddTask("starting");
            bar.IsIndeterminate = true;
            var rate = new BatchRate(TimeProvider.System);
            using var timer = new PeriodicTimer(Interval);
            while (!work.IsCompleted)
            {
                Update(bar, progress, rate);
                await Task.WhenAny(work, timer.WaitForNextTickAsync().AsTask());
            }
        });

    private static void Update(ProgressTask bar, BatchProgress progress, BatchRate rate)
    {
        if (progress.BytesRead is { } bytes)
        {
            bar.Description = string.Create(CultureInfo.InvariantCulture, $"indexed {bytes / 1_000_000.0:N0} MB");
        }
        else if (progress.Total is { } total)
        {
            long records = progress.Records;
            bar.Description = string.Create(
                CultureInfo.InvariantCulture, $"read {records:N0} of {total:N0}, {rate.Of(records):N0} per second");
            bar.IsIndeterminate = false;
            bar.MaxValue = Math.Max(1, total);
            bar.Value = records;
        }
    }
}

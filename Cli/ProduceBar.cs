using System.Globalization;
using PathwayOrleans.Producer.Commands;
using Spectre.Console;

namespace PathwayOrleans.Cli;

/// <summary>Shows progress as a bar, or as a count if the total is unknown.</summary>
internal sealed class ProduceBar(IAnsiConsole console) : IProduceView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public async Task ShowAsync(long? total, Func<long> acknowledged, Task work)
    {
        await console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(),
                new SpinnerColumn())
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask("producing", maxValue: Math.Max(1, total ?? 1));
                bar.IsIndeterminate = total is null;
                using var timer = new PeriodicTimer(Interval);
                while (!work.IsCompleted)
                {
                    long count = acknowledged();
                    bar.Description = string.Create(CultureInfo.InvariantCulture, $"produced {count:N0}");
                    bar.Value = total is null ? 0 : count;
                    await Task.WhenAny(work, timer.WaitForNextTickAsync().AsTask());
                }
            });
        await work;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Engine.Tests.Harness;

/// <summary>An engine that runs in this process.</summary>
internal sealed class RunningEngine(IServiceProvider services, LogLines log, Func<Task> stop) : IAsyncDisposable
{
    private readonly IHostApplicationLifetime _lifetime = services.GetRequiredService<IHostApplicationLifetime>();
    private bool _isStopped;

    internal IEngineMonitor Monitor { get; } = services.GetRequiredService<IEngineMonitor>();

    internal EngineStatus Status => Monitor.Status;

    /// <summary>A partition's status; null if the engine does not read it.</summary>
    internal PartitionStatus? PartitionOf(int number) =>
        Monitor.Partitions.SingleOrDefault(partition => partition.Partition == number);

    /// <summary>The states of its partitions.</summary>
    internal IEnumerable<PartitionState> States => Monitor.Partitions.Select(partition => partition.State);

    internal async Task<string[]> ProblemsAsync() => [.. await Monitor.FindProblemsAsync(CancellationToken.None)];

    /// <summary>Waits until it reads as many partitions.</summary>
    internal Task ReadsAsync(int partitions) => WaitAsync(
        () => States.Count(state => state == PartitionState.Reading) == partitions, $"reading {partitions} partitions");

    /// <summary>Waits for a condition. Fails immediately if the engine ends, and shows its log.</summary>
    internal Task WaitAsync(Func<bool> condition, string what) => WaitAsync(() => Task.FromResult(condition()), what);

    /// <summary>Waits for a condition. Fails immediately if the engine ends, and shows its log.</summary>
    internal async Task WaitAsync(Func<Task<bool>> condition, string what)
    {
        try
        {
            await Eventually.SucceedsAsync(
                async () =>
                {
                    Assert.False(_lifetime.ApplicationStopping.IsCancellationRequested && !_isStopped, "The engine has ended.");
                    return await condition();
                },
                what);
        }
        catch (Xunit.Sdk.XunitException e)
        {
            throw new InvalidOperationException(
                $"{e.Message}\n{Status}\n{string.Join('\n', Monitor.Partitions)}\n{log.Tail}", e);
        }
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>The last lines of its log.</returns>
    internal async Task<string> EndsAsync()
    {
        await Eventually.SucceedsAsync(() => _lifetime.ApplicationStopping.IsCancellationRequested, "the end of the engine");
        return log.Tail;
    }

    /// <summary>Stops it as an operator would.</summary>
    internal async Task StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await stop();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}

using Microsoft.Extensions.Hosting;

namespace PathwayOrleans.Hosting;

/// <summary>
/// For a process that was started by another one to die with it: the starter holds the other end of our standard
/// input, and the system closes that end whatever kills the starter.
/// </summary>
public sealed class StopWhenInputEnds(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using Stream input = Console.OpenStandardInput();
        byte[] buffer = new byte[256];

        // Nothing interrupts a read of standard input; a host that stops must not wait for it.
        while (await input.ReadAsync(buffer, stoppingToken).AsTask().WaitAsync(stoppingToken) > 0)
        {
            // Nobody says anything here; only the end counts.
        }

        lifetime.StopApplication();
    }
}

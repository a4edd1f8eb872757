using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Engine.Startup;

/// <summary>
/// Stops a process when the process that started it ends. The parent holds the other end of our standard input, and the
/// system closes that end however the parent ends.
/// </summary>
internal sealed class StopWhenInputEnds(IHostApplicationLifetime lifetime, ILogger<StopWhenInputEnds> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using Stream input = Console.OpenStandardInput();
        byte[] buffer = new byte[256];

        // A read of standard input cannot be cancelled; the host must not wait for it when it stops.
        while (await input.ReadAsync(buffer, stoppingToken).AsTask().WaitAsync(stoppingToken) > 0)
        {
            // Input is ignored; we wait for end-of-file.
        }

        logger.InputEnded();
        lifetime.StopApplication();
    }
}

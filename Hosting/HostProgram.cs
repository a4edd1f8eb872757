using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace PathwayOrleans.Hosting;

/// <summary>Runs an engine's host from its configuration to its exit code.</summary>
public static class HostProgram
{
    /// <summary>Runs until SIGTERM, SIGINT, cancellation or an error that no waiting can mend.</summary>
    /// <param name="build">Makes the host. What it or the host's start finds wrong is told as <c>Configuration: …</c> on standard error.</param>
    /// <param name="hasFailed">Asked once the host has stopped: whether the engine ended by an error.</param>
    /// <param name="cancellationToken">Stops it like SIGTERM.</param>
    /// <returns>One of <see cref="HostExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        Func<WebApplication> build, Func<WebApplication, bool> hasFailed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(hasFailed);
        try
        {
            await using WebApplication? app = await StartAsync(build, cancellationToken);
            if (app is null)
            {
                return HostExitCodes.BadConfiguration;
            }

            await app.WaitForShutdownAsync(cancellationToken);
            return hasFailed(app) ? HostExitCodes.Failed : HostExitCodes.Success;
        }
        catch (OperationCanceledException)
        {
            // Told to stop while it was starting.
            return HostExitCodes.Success;
        }
    }

    private static async Task<WebApplication?> StartAsync(Func<WebApplication> build, CancellationToken cancellationToken)
    {
        try
        {
            WebApplication app = build();
            await app.StartAsync(cancellationToken);
            app.Logger.Serving(string.Join(", ", app.Urls));
            return app;
        }
        catch (OptionsValidationException e)
        {
            foreach (string failure in e.Failures)
            {
                await Console.Error.WriteLineAsync($"Configuration: {failure}");
            }
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or FormatException)
        {
            // A value of the wrong type, an unknown key, an address that is taken.
            await Console.Error.WriteLineAsync($"Configuration: {e.Message}");
        }

        return null;
    }
}

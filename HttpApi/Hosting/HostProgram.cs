using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Configuration;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>Runs an engine's host from its configuration to its exit code.</summary>
public static class HostProgram
{
    /// <summary>Runs until SIGTERM, SIGINT, cancellation or a non-transient error.</summary>
    /// <param name="build">
    /// Builds the host. Configuration errors found here or at the host's start are written to standard error as
    /// <c>Configuration: …</c>.
    /// </param>
    /// <param name="findFailure">
    /// Called when the host has stopped; returns the error with which the engine ended, which is in the log, or null.
    /// </param>
    /// <param name="cancellationToken">Stops the host like SIGTERM.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        Func<WebApplication> build, Func<WebApplication, Exception?> findFailure, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(findFailure);
        try
        {
            await using WebApplication? app = await StartAsync(build, cancellationToken);
            if (app is null)
            {
                return ExitCodes.BadConfiguration;
            }

            await app.WaitForShutdownAsync(cancellationToken);
            return findFailure(app) switch
            {
                null => ExitCodes.Success,
                ConfigurationRejectedException => ExitCodes.BadConfiguration,
                _ => ExitCodes.Failure,
            };
        }
        catch (OperationCanceledException)
        {
            // Stopped while starting.
            return ExitCodes.Success;
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
        catch (Exception e) when (FailuresOf(e) is { Count: > 0 } failures)
        {
            foreach (string failure in failures)
            {
                await Console.Error.WriteLineAsync($"Configuration: {failure}");
            }
        }
        catch (InvalidDataException e)
        {
            await Console.Error.WriteLineAsync($"Configuration: {CommandError.DescribeFile(e)}");
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or FormatException)
        {
            // For instance a value of the wrong type, an unknown key, or an address that is in use.
            await Console.Error.WriteLineAsync($"Configuration: {e.Message}");
        }

        return null;
    }

    // The host throws one exception, or an aggregate for several invalid sections.
    private static IReadOnlyList<string> FailuresOf(Exception e) => e switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. several.InnerExceptions.SelectMany(FailuresOf)],
        _ => [],
    };
}

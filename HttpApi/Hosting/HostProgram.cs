using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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
        WebApplication? app = Build(build);
        if (app is null)
        {
            return ExitCodes.BadConfiguration;
        }

        ILogger logger = app.Logger;
        ILoggerProvider[] logs = [.. app.Services.GetServices<ILoggerProvider>()];
        Task overdue = HostShutdown.OverdueAsync(app.Services, cancellationToken);
        Task<int> stopped = RunUntilStoppedAsync(app, findFailure, cancellationToken);
        Task<int> ended = DisposeAfterAsync(app, stopped);
        if (await Task.WhenAny(ended, overdue) == ended)
        {
            return await ended;
        }

        // The host does not come to that any more: lines are waiting to be written, and entries were only counted.
        logger.NotStoppedInTime();
        Array.ForEach(logs, log => log.Dispose());
        try
        {
            return stopped.IsCompleted ? await stopped : ExitCodeOf(findFailure(app));
        }
        catch (ObjectDisposedException)
        {
            // The host has stopped in the meantime.
            return await stopped;
        }
    }

    private static WebApplication? Build(Func<WebApplication> build)
    {
        try
        {
            return build();
        }
        catch (Exception e) when (Describe(e) is { } errors)
        {
            Report(errors);
            return null;
        }
    }

    private static async Task<int> RunUntilStoppedAsync(
        WebApplication app, Func<WebApplication, Exception?> findFailure, CancellationToken cancellationToken)
    {
        try
        {
            if (!await TryStartAsync(app, cancellationToken))
            {
                return ExitCodes.BadConfiguration;
            }

            await app.WaitForShutdownAsync(cancellationToken);
        }
        catch (Exception e) when (IsCancellation(e))
        {
            // Stopped while starting, by a signal or because the engine has ended already.
            await StopBackgroundServicesAsync(app.Services);
        }

        return ExitCodeOf(findFailure(app));
    }

    // The host throws an aggregate if it starts its services concurrently.
    private static bool IsCancellation(Exception e) => e is OperationCanceledException
        || (e is AggregateException several && several.InnerExceptions.All(IsCancellation));

    // A host whose start was cancelled does not stop the services that have started, and they would use disposed services.
    private static async Task StopBackgroundServicesAsync(IServiceProvider services)
    {
        using var limit = new CancellationTokenSource(
            services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout,
            services.GetRequiredService<TimeProvider>());
        foreach (BackgroundService service in services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            await service.StopAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<int> DisposeAfterAsync(WebApplication app, Task<int> stopped)
    {
        await using (app)
        {
            return await stopped;
        }
    }

    private static async Task<bool> TryStartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
            if (!app.Lifetime.ApplicationStopping.IsCancellationRequested)
            {
                app.Logger.Serving(string.Join(", ", app.Urls));
            }

            return true;
        }
        catch (Exception e) when (Describe(e) is { } errors)
        {
            Report(errors);
            return false;
        }
    }

    private static int ExitCodeOf(Exception? failure) => failure switch
    {
        null => ExitCodes.Success,
        ConfigurationRejectedException => ExitCodes.BadConfiguration,
        _ => ExitCodes.Failure,
    };

    private static void Report(IReadOnlyList<string> errors)
    {
        foreach (string error in errors)
        {
            Console.Error.WriteLine($"Configuration: {error}");
        }
    }

    // What the user can correct; null for any other failure.
    private static IReadOnlyList<string>? Describe(Exception e) => e switch
    {
        _ when FailuresOf(e) is { Count: > 0 } failures => failures,
        InvalidDataException invalid => [CommandError.DescribeFile(invalid)],

        // For instance a value of the wrong type, an unknown key, or an address that is in use.
        InvalidOperationException or IOException or FormatException => [e.Message],
        _ => null,
    };

    // The host throws one exception, or an aggregate for several invalid sections.
    private static IReadOnlyList<string> FailuresOf(Exception e) => e switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. several.InnerExceptions.SelectMany(FailuresOf)],
        _ => [],
    };
}

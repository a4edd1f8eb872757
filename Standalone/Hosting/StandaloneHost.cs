using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PathwayOrleans.Monitoring.Http;
using PathwayOrleans.Standalone.Hosting;

namespace PathwayOrleans.Standalone;

/// <summary>The standalone engine as a service: reads, counts, commits, and serves health and API.</summary>
public static class StandaloneHost
{
    /// <summary>Exit code: it ran and was told to stop.</summary>
    public const int Success = 0;

    /// <summary>Exit code: it could not go on; the log says why.</summary>
    public const int Failed = 1;

    /// <summary>Exit code: the configuration is wrong; standard error says what is.</summary>
    public const int BadConfiguration = 2;

    /// <summary>Runs until SIGTERM, SIGINT, cancellation or an error that no waiting can mend.</summary>
    /// <param name="args">Configuration as <c>--Pathway:Key=value</c>; it overrides the environment, which overrides appsettings.json.</param>
    /// <param name="cancellationToken">Stops it like SIGTERM.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        try
        {
            await using WebApplication? app = await StartAsync(args, cancellationToken);
            if (app is null)
            {
                return BadConfiguration;
            }

            await app.WaitForShutdownAsync(cancellationToken);
            return app.Services.GetRequiredService<EngineService>().HasFailed ? Failed : Success;
        }
        catch (OperationCanceledException)
        {
            // Told to stop while it was starting.
            return Success;
        }
    }

    private static async Task<WebApplication?> StartAsync(string[] args, CancellationToken cancellationToken)
    {
        try
        {
            WebApplication app = Build(args);
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

    private static WebApplication Build(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddStandalone(builder.Configuration);
        builder.ConfigureConsoleLog();
        WebApplication app = builder.Build();
        app.Urls.Add(app.Services.GetRequiredService<IOptions<HttpOptions>>().Value.Url);
        app.MapPathwayMonitoring();
        return app;
    }
}

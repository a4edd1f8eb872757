using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PathwayOrleans.Hosting;
using PathwayOrleans.Monitoring.Http;
using PathwayOrleans.Standalone.Hosting;

namespace PathwayOrleans.Standalone;

/// <summary>The standalone engine as a service: reads, counts, commits, and serves health and API.</summary>
public static class StandaloneHost
{
    /// <summary>Exit code: it ran and was told to stop.</summary>
    public const int Success = HostExitCodes.Success;

    /// <summary>Exit code: it could not go on; the log says why.</summary>
    public const int Failed = HostExitCodes.Failed;

    /// <summary>Exit code: the configuration is wrong; standard error says what is.</summary>
    public const int BadConfiguration = HostExitCodes.BadConfiguration;

    /// <summary>Runs until SIGTERM, SIGINT, cancellation or an error that no waiting can mend.</summary>
    /// <param name="args">Configuration as <c>--Pathway:Key=value</c>; it overrides the environment, which overrides appsettings.json.</param>
    /// <param name="cancellationToken">Stops it like SIGTERM.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, CancellationToken cancellationToken) => HostProgram.RunAsync(
        () => Build(args), app => app.Services.GetRequiredService<EngineService>().HasFailed, cancellationToken);

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

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PathwayOrleans.HttpApi;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.Standalone;

namespace PathwayOrleans.Cli;

/// <summary>The host of the standalone engine: it reads, counts and commits, and serves health and API.</summary>
internal static class StandaloneHost
{
    /// <summary>Runs until SIGTERM, SIGINT, cancellation or a non-transient error.</summary>
    /// <param name="args">
    /// Configuration as <c>--Pathway:Key=value</c>. It overrides the environment, which overrides appsettings.json.
    /// </param>
    /// <param name="cancellationToken">Stops it as SIGTERM does.</param>
    /// <returns>The exit code.</returns>
    internal static Task<int> RunAsync(string[] args, CancellationToken cancellationToken) =>
        HostProgram.RunAsync(() => Build(args), app => app.Services.FindStandaloneFailure(), cancellationToken);

    private static WebApplication Build(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddStandalone(builder.Configuration).AddPathwayHttpApi(builder.Configuration).AddHostShutdown();
        builder.ConfigureConsoleLog();
        WebApplication app = builder.Build();
        app.Urls.Add(app.Services.GetRequiredService<IOptions<HttpOptions>>().Value.Url);
        app.UseErrorAnswers();
        app.UseLoopbackHosts();
        app.MapPathwayMonitoring();
        return app;
    }
}

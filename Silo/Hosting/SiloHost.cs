using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PathwayOrleans.CommandLine;
using PathwayOrleans.HttpApi;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.Silo.Hosting;

namespace PathwayOrleans.Silo;

/// <summary>
/// Runs a silo as a process: it reads its share of the partitions, hosts grains, and serves health, API and dashboard.
/// </summary>
public static class SiloHost
{
    /// <summary>Runs until SIGTERM, SIGINT, cancellation or a non-transient error.</summary>
    /// <param name="args">
    /// Configuration as <c>--Pathway:Key=value</c>. It overrides the environment, which overrides appsettings.json.
    /// </param>
    /// <param name="cancellationToken">Stops the silo like SIGTERM.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static Task<int> RunAsync(string[] args, CancellationToken cancellationToken) => HostProgram.RunAsync(
        () => Build(args), app => app.Services.GetRequiredService<SiloRuntime>().Failure, cancellationToken);

    private static WebApplication Build(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.AddSilo();
        builder.Logging.QuietenOrleans();
        builder.ConfigureConsoleLog(OrleansLogging.Condensed);
        WebApplication app = builder.Build();
        SiloPorts.RequireFree(app.Services.GetRequiredService<IOptions<PathwaySiloOptions>>().Value);
        app.Urls.Add(app.Services.GetRequiredService<IOptions<HttpOptions>>().Value.Url);
        app.UseErrorAnswers();
        app.UseLoopbackHosts();
        app.MapPathwayMonitoring();
        app.MapDashboard();
        return app;
    }
}

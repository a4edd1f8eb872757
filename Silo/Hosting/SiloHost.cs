using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PathwayOrleans.Hosting;
using PathwayOrleans.Monitoring.Http;
using PathwayOrleans.Silo.Hosting;

namespace PathwayOrleans.Silo;

/// <summary>A silo as a process: reads its share of the partitions, hosts grains, and serves health, API and dashboard.</summary>
public static class SiloHost
{
    /// <summary>Runs until SIGTERM, SIGINT, cancellation or an error that no waiting can mend.</summary>
    /// <param name="args">Configuration as <c>--Pathway:Key=value</c>; it overrides the environment, which overrides appsettings.json.</param>
    /// <param name="cancellationToken">Stops it like SIGTERM.</param>
    /// <returns>One of <see cref="HostExitCodes"/>.</returns>
    public static Task<int> RunAsync(string[] args, CancellationToken cancellationToken) => HostProgram.RunAsync(
        () => Build(args), app => app.Services.GetRequiredService<SiloRuntime>().HasFailed, cancellationToken);

    private static WebApplication Build(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.AddSilo();
        builder.Logging.QuietenOrleans();
        builder.ConfigureConsoleLog();
        WebApplication app = builder.Build();
        SiloPorts.RequireFree(app.Services.GetRequiredService<IOptions<PathwaySiloOptions>>().Value);
        app.Urls.Add(app.Services.GetRequiredService<IOptions<HttpOptions>>().Value.Url);
        app.MapPathwayMonitoring();
        app.MapDashboard();
        return app;
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PathwayOrleans.Configuration;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Silo.Hosting;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Engines;

/// <summary>
/// Binds a container's environment to the product's options classes and runs their validators.
/// </summary>
internal static class EngineConfiguration
{
    private const string Root = "Pathway";

    /// <summary>The errors: unknown keys and invalid values.</summary>
    internal static IEnumerable<string> Problems(ManifestSet set, Container container)
    {
        try
        {
            using ServiceProvider services = Services(Of(set, container));
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (Exception e) when (e is OptionsValidationException or AggregateException)
        {
            IEnumerable<Exception> problems = e is AggregateException all ? all.InnerExceptions : [e];
            return problems.Select(problem => $"{container}: {problem.Message}");
        }
    }

    /// <summary>An options class, bound to the container's environment.</summary>
    internal static TOptions Options<TOptions>(ManifestSet set, Container container)
        where TOptions : class
    {
        using ServiceProvider services = Services(Of(set, container));
        return services.GetRequiredService<IOptions<TOptions>>().Value;
    }

    private static IConfiguration Of(ManifestSet set, Container container) => new ConfigurationBuilder()
        .AddInMemoryCollection(EnvironmentReader.Of(set, container)
            .Where(variable => variable.Key.StartsWith($"{Root}__", StringComparison.OrdinalIgnoreCase))
            .Select(variable => KeyValuePair.Create(
                variable.Key.Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value)))
        .Build();

    private static ServiceProvider Services(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddPathwayEngine(configuration, "manifest");
        services.AddPathwaySource(configuration);
        services.AddPathwayOptions<PathwaySiloOptions, PathwaySiloOptionsValidator>(configuration, PathwaySiloOptions.Section);
        services.AddPathwayOptions<DashboardAccessOptions, DashboardAccessOptionsValidator>(
            configuration, DashboardAccessOptions.Section);
        return services.BuildServiceProvider();
    }
}

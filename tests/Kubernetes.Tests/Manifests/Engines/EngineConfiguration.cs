using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PathwayOrleans.Configuration;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.References;
using PathwayOrleans.Silo.Hosting;
using PathwayOrleans.Sources;
using PathwayOrleans.Testing.Folders;

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
            using var folder = new FolderForTests();
            using ServiceProvider services = Services(Of(set, container, folder));
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
        using var folder = new FolderForTests();
        using ServiceProvider services = Services(Of(set, container, folder));
        return services.GetRequiredService<IOptions<TOptions>>().Value;
    }

    // The files that the container mounts are in the folder.
    private static IConfiguration Of(ManifestSet set, Container container, FolderForTests folder) => new ConfigurationBuilder()
        .AddInMemoryCollection(EnvironmentReader.Of(set, container)
            .Where(variable => variable.Key.StartsWith($"{Root}__", StringComparison.OrdinalIgnoreCase))
            .Select(variable => KeyValuePair.Create<string, string?>(
                variable.Key.Replace("__", ":", StringComparison.Ordinal),
                MountedFiles.ContentOf(set, container, variable.Value) is { } content
                    ? folder.Write(Path.GetFileName(variable.Value), content)
                    : variable.Value)))
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

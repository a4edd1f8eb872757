using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PathwayOrleans.Hosting;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Silo.Hosting;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Engines;

/// <summary>What the product makes of a container's environment: bound to its own options, and checked by its own validators.</summary>
internal static class EngineConfiguration
{
    private const string Root = "Pathway";

    // The keys of `Pathway` that are no sections; see PathwayServices.
    private static readonly string[] Plain = ["ServiceId", "StopWhenInputEnds"];

    private static readonly string[] Sections = ["Database", "Kafka", "Http", "Windows", "Engine", "Silo", "Dashboard"];

    /// <summary>What is wrong with it; nothing where every key is known and every value right.</summary>
    internal static IEnumerable<string> Problems(ManifestSet set, Container container)
    {
        IConfiguration configuration = Of(set, container);
        foreach (string key in configuration.GetSection(Root).GetChildren().Select(child => child.Key).Where(key => !Plain.Concat(Sections).Contains(key, StringComparer.Ordinal)))
        {
            yield return $"{container}: nothing is configured by {Root}:{key}.";
        }

        using ServiceProvider services = Services(configuration);
        foreach (string problem in Validate(services))
        {
            yield return $"{container}: {problem}";
        }
    }

    /// <summary>The options of a kind, as the container's program has them.</summary>
    internal static TOptions Options<TOptions>(ManifestSet set, Container container)
        where TOptions : class
    {
        using ServiceProvider services = Services(Of(set, container));
        return services.GetRequiredService<IOptions<TOptions>>().Value;
    }

    private static IConfiguration Of(ManifestSet set, Container container) => new ConfigurationBuilder()
        .AddInMemoryCollection(EnvironmentReader.Of(set, container)
            .Where(variable => variable.Key.StartsWith($"{Root}__", StringComparison.OrdinalIgnoreCase))
            .Select(variable => KeyValuePair.Create(variable.Key.Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value)))
        .Build();

    private static ServiceProvider Services(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddPathwayHosting(configuration, "manifest");
        services.AddPathwayOptions<EngineOptions, EngineOptionsValidator>(configuration, EngineOptions.Section);
        services.AddPathwayOptions<PathwaySiloOptions, PathwaySiloOptionsValidator>(configuration, PathwaySiloOptions.Section);
        services.AddPathwayOptions<DashboardAccessOptions, DashboardAccessOptionsValidator>(configuration, DashboardAccessOptions.Section);
        return services.BuildServiceProvider();
    }

    private static IEnumerable<string> Validate(ServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (Exception e) when (e is OptionsValidationException or InvalidOperationException or AggregateException)
        {
            return e is AggregateException all ? all.InnerExceptions.Select(inner => inner.Message) : [e.Message];
        }
    }
}

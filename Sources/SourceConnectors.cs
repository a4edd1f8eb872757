using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PathwayOrleans.Configuration;
using PathwayOrleans.Sources.Files;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Sources;

/// <summary>All connectors, and the selection of the configured one.</summary>
public static class SourceConnectors
{
    /// <summary>The configuration key that selects the connector.</summary>
    public const string Key = "Pathway:Source";

    /// <summary>All connectors. A new one is added here.</summary>
    public static IReadOnlyList<ISourceConnector> All { get; } =
    [
        new KafkaConnector(),
        new FilesConnector(),
    ];

    /// <summary>
    /// Registers options and <see cref="ISource"/> of the configured connector (by default, of Kafka), and the limits of events.
    /// It delivers events unless another <see cref="RecordDelivery"/> is registered.
    /// </summary>
    /// <exception cref="OptionsValidationException">
    /// <see cref="Key"/> names no connector, or one whose sources an engine cannot follow.
    /// </exception>
    public static IServiceCollection AddPathwaySource(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddPathwayEventRules(configuration);
        services.TryAddSingleton(RecordDelivery.Events);
        Choose(All, configuration[Key]).AddTo(services, configuration);
        return services;
    }

    /// <summary>Registers the limits of events, for a source without a connector's options.</summary>
    public static void AddPathwayEventRules(this IServiceCollection services, IConfiguration configuration) =>
        services.AddPathwayOptions<EventOptions, EventOptionsValidator>(configuration, EventOptions.Section);

    /// <summary>The connector selected for an engine.</summary>
    /// <exception cref="OptionsValidationException">There is none; the message names key, value and remedy.</exception>
    internal static ISourceConnector Choose(IReadOnlyList<ISourceConnector> connectors, string? name)
    {
        string chosen = string.IsNullOrEmpty(name) ? KafkaConnector.ConnectorName : name;
        ISourceConnector? connector = connectors.FirstOrDefault(
            candidate => candidate.Name.Equals(chosen, StringComparison.OrdinalIgnoreCase));
        if (connector is null)
        {
            IEnumerable<string> names = connectors
                .Where(candidate => candidate.Limitation is null)
                .Select(candidate => candidate.Name)
                .OrderBy(candidate => EditDistance.Between(candidate, chosen));
            throw Refusal($"{Key} is '{chosen}'; it must be one of: {string.Join(", ", names)}.");
        }

        return connector.Limitation is { } limitation ? throw Refusal($"{Key} is '{chosen}', but {limitation}") : connector;
    }

    private static OptionsValidationException Refusal(string message) => new(Key, typeof(ISource), [message]);
}

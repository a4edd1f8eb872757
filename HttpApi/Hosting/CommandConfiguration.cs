using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Configuration;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>
/// The configuration of commands that use only a part of it. They share it with the engines, so they check the keys of all
/// sections of an engine.
/// </summary>
public static class CommandConfiguration
{
    private static readonly (string Section, Type Options)[] Sections =
    [
        (DatabaseOptions.Section, typeof(DatabaseOptions)),
        (EngineOptions.Section, typeof(EngineOptions)),
        (EventOptions.Section, typeof(EventOptions)),
        (HttpOptions.Section, typeof(HttpOptions)),
        (KafkaOptions.Section, typeof(KafkaOptions)),
        (WindowOptions.Section, typeof(WindowOptions)),
    ];

    /// <summary>Reads the configuration as <see cref="PathwayConfiguration.Load"/> does.</summary>
    /// <param name="overrides">Keys and values from the command line; entries with a null value are ignored.</param>
    /// <exception cref="OptionsValidationException">A key is unknown; the message names it and the nearest known key.</exception>
    public static IConfiguration Load(params IEnumerable<KeyValuePair<string, string?>> overrides)
    {
        IConfiguration configuration = PathwayConfiguration.Load(overrides);
        string[] problems =
        [
            .. Sections.SelectMany(
                known => SectionBinder.FindUnknownKeys(configuration.GetSection(known.Section), known.Options)),
        ];
        return problems.Length == 0
            ? configuration
            : throw new OptionsValidationException(nameof(CommandConfiguration), typeof(CommandConfiguration), problems);
    }
}

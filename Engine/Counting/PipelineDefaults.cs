using Microsoft.Extensions.Configuration;
using PathwayOrleans.Configuration;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Engine.Counting;

/// <summary>The options in <c>WITH</c> of a pipeline's source. What the configuration says has priority.</summary>
internal static class PipelineDefaults
{
    // Options of a pipeline by the configuration key that they are the default of.
    private static readonly Dictionary<string, string> Keys = new()
    {
        ["connector"] = SourceConnectors.Key,
        ["topic"] = $"{KafkaOptions.Section}:{nameof(KafkaOptions.Topic)}",
    };

    /// <summary>The configuration with the options of its pipeline as defaults; unchanged without a pipeline.</summary>
    internal static IConfiguration AddTo(IConfiguration configuration)
    {
        string? file = configuration[PipelineOptions.FileKey];
        if (string.IsNullOrEmpty(file))
        {
            return configuration;
        }

        SourceDefinition source;
        try
        {
            source = PipelineFile.Read(file).Source;
        }
        catch (ConfigurationRejectedException)
        {
            // The validator of the options reports the error.
            return configuration;
        }

        return new ConfigurationBuilder()
            .AddInMemoryCollection(source.Options
                .Where(option => Keys.ContainsKey(option.Key))
                .Select(option => KeyValuePair.Create(Keys[option.Key], (string?)option.Value)))
            .AddConfiguration(configuration)
            .Build();
    }
}

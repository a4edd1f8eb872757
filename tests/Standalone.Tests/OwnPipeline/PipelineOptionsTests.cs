using Microsoft.Extensions.Configuration;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Testing.Pipelines;

namespace PathwayOrleans.Standalone.Tests.OwnPipeline;

public sealed class PipelineOptionsTests
{
    [Fact]
    public void A_file_that_does_not_exist_is_named() => Assert.StartsWith(
        "Pathway:Pipeline:File is '/nowhere/p.sql': /nowhere/p.sql: Could not find", Validate("/nowhere/p.sql"));

    [Fact]
    public void Options_of_the_source_are_defaults_of_the_configuration()
    {
        Assert.Equal(("kafka", "purchases"), Defaults(("Pathway:Pipeline:File", Clickstream.PipelineFile)));
        Assert.Equal(
            ("kafka", "other"), Defaults(("Pathway:Pipeline:File", Clickstream.PipelineFile), ("Pathway:Kafka:Topic", "other")));
        Assert.Equal((null, null), Defaults());
        Assert.Equal((null, null), Defaults(("Pathway:Pipeline:File", "/nowhere/p.sql")));
    }

    private static (string? Connector, string? Topic) Defaults(params (string Key, string Value)[] settings)
    {
        IConfiguration configuration = PipelineDefaults.AddTo(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build());
        return (configuration["Pathway:Source"], configuration["Pathway:Kafka:Topic"]);
    }

    private static string? Validate(string? file) =>
        new PipelineOptionsValidator().Validate(null, new PipelineOptions { File = file }).FailureMessage;
}

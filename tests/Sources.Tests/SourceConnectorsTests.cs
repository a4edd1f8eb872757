using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Sources.Tests;

public class SourceConnectorsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("kafka")]
    [InlineData("Kafka")]
    public void Kafka_is_the_default_and_is_selected_by_its_name(string? name)
    {
        using ServiceProvider services = Services(name, ("Pathway:Kafka:Topic", "clicks"));
        ISource source = services.GetRequiredService<ISource>();
        Assert.Equal("clicks", source.Name);
        Assert.Contains("topic 'clicks'", source.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_is_an_error_with_key_value_and_the_known_names_nearest_first()
    {
        ISourceConnector[] connectors =
            [new Connector("rabbitmq"), new Connector("kafka"), new Connector("kinesis"), new Connector("files", "not followed")];
        var refused = Assert.Throws<OptionsValidationException>(() => SourceConnectors.Choose(connectors, "kinessis"));
        Assert.Equal(
            "Pathway:Source is 'kinessis'; it must be one of: kinesis, kafka, rabbitmq.", Assert.Single(refused.Failures));
    }

    [Fact]
    public void Files_are_refused_with_key_value_and_the_command_that_reads_them()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Services("files"));
        string failure = Assert.Single(refused.Failures);
        Assert.StartsWith("Pathway:Source is 'files', but ", failure, StringComparison.Ordinal);
        Assert.Contains("`./pathway batch --file FILE`", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void The_options_of_the_source_are_validated_when_the_host_starts()
    {
        using ServiceProvider wrong = Services("kafka", ("Pathway:Kafka:Topic", "no/topic"));
        Assert.Throws<OptionsValidationException>(() => wrong.GetRequiredService<IStartupValidator>().Validate());
    }

    [Fact]
    public void An_unknown_key_of_the_source_is_rejected_before_the_host_is_built()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Services("kafka", ("Pathway:Kafka:Tpoic", "events")));
        Assert.Equal(["Pathway:Kafka:Tpoic is not a known key; did you mean Topic?"], refused.Failures);
    }

    [Fact]
    public void Names_identities_and_options_of_connectors_are_distinct()
    {
        Assert.Distinct(SourceConnectors.All.Select(connector => connector.Name), StringComparer.OrdinalIgnoreCase);
        Assert.Distinct(SourceConnectors.All.SelectMany(connector => connector.Settings).Select(setting => setting.Option));
        Assert.All(SourceConnectors.All, one => Assert.DoesNotContain(
            SourceConnectors.All,
            other => other != one && other.IdentityPrefix.StartsWith(one.IdentityPrefix, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_keys_of_a_connectors_settings_are_keys_of_its_options() => Assert.All(
        new KafkaConnector().Settings,
        setting => Assert.NotNull(typeof(KafkaOptions).GetProperty(setting.Key[(KafkaOptions.Section.Length + 1)..])));

    private static ServiceProvider Services(string? source, params (string Key, string Value)[] values) => new ServiceCollection()
        .AddLogging()
        .AddPathwaySource(new ConfigurationBuilder()
            .AddInMemoryCollection(
                [.. values.Select(value => KeyValuePair.Create<string, string?>(value.Key, value.Value)), KeyValuePair.Create(
                    SourceConnectors.Key, source)])
            .Build())
        .BuildServiceProvider();

    private sealed record Connector(string Name, string? Limitation = null) : ISourceConnector
    {
        public string IdentityPrefix => Name;

        public IReadOnlyList<SourceSetting> Settings => [];

        public void AddTo(IServiceCollection services, IConfiguration configuration)
        {
        }
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PathwayOrleans.Configuration.Tests;

public sealed class PathwaySectionsTests
{
    [Fact]
    public void Known_keys_are_accepted_whatever_their_case() => PathwaySections.Check(
        Configuration(
            "Pathway:kafka:Topic", "PATHWAY:SERVICEID",
            "Pathway:Windows:idletimeout", "Pathway:Kafka:Client:ssl.ca.location",
            "Other:Key"));

    [Fact]
    public void The_section_of_the_selected_connector_is_known()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [
                KeyValuePair.Create("Pathway:Source", (string?)"rabbitmq"),
                KeyValuePair.Create("Pathway:RabbitMq:Stream", (string?)"s"),
            ]).Build();
        PathwaySections.Check(configuration);
    }

    [Theory]
    [InlineData("Pathway:Kafak:Topic", "Pathway:Kafak is not a known key; did you mean Kafka?")]
    [InlineData("Pathway:Window:IdleTimeout", "Pathway:Window is not a known key; did you mean Windows?")]
    [InlineData("Pathway:Servceid", "Pathway:Servceid is not a known key; did you mean ServiceId?")]
    [InlineData(
        "Pathway:Topic",
        "Pathway:Topic is not a known key; there are Dashboard, Database, Engine, Events, Http, Kafka, Pipeline, ServiceId, " +
        "Silo, Source, StopWhenInputEnds, Windows.")]
    public void An_unknown_key_is_an_error_with_the_nearest_known_one(string key, string problem)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => PathwaySections.Check(Configuration(key)));
        Assert.Equal(problem, Assert.Single(refused.Failures));
    }

    [Theory]
    [InlineData("Pathway:Dashboard:Enable", "did you mean Enabled?")]
    [InlineData("Pathway:Database:ConectionString", "did you mean ConnectionString?")]
    [InlineData("Pathway:Engine:MaxEventInFlight", "did you mean MaxEventsInFlight?")]
    [InlineData("Pathway:Events:EarliestTimes", "did you mean EarliestTime?")]
    [InlineData("Pathway:Http:Ur", "did you mean Url?")]
    [InlineData("Pathway:Kafka:Topc", "did you mean Topic?")]
    [InlineData("Pathway:Silo:ClusterIdd", "did you mean ClusterId?")]
    [InlineData("Pathway:Windows:IdleTimeuot", "did you mean IdleTimeout?")]
    public void A_misspelt_key_of_any_section_is_an_error(string key, string problem)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => PathwaySections.Check(Configuration(key)));
        Assert.Equal($"{key} is not a known key; {problem}", Assert.Single(refused.Failures));
    }

    [Theory]
    [InlineData("Pathway:Windows:Named:minute:Size", "Pathway:Windows:Named is not a key any more: a window is a view")]
    [InlineData("Pathway:Windows:OutOfOrderness", "Pathway:Windows:OutOfOrderness is not a key any more.")]
    public void A_key_of_earlier_versions_is_an_error_with_the_remedy(string key, string problem)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => PathwaySections.Check(Configuration(key)));
        string failure = Assert.Single(refused.Failures);
        Assert.StartsWith(problem, failure, StringComparison.Ordinal);
        Assert.Contains("docs/windows.md", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Misspelt_keys_of_several_sections_are_reported_together()
    {
        var refused = Assert.Throws<OptionsValidationException>(
            () => PathwaySections.Check(Configuration("Pathway:Kafka:Topc", "Pathway:Silo:Prot", "Pathway:Sorce")));
        Assert.Equal(3, refused.Failures.Count());
    }

    [Theory]
    [InlineData("Pathway", "Pathway has a value; it must be a section with keys.")]
    [InlineData("Pathway:Kafka", "Pathway:Kafka has a value; it must be a section with keys, such as Pathway:Kafka:KEY.")]
    [InlineData("Pathway:ServiceId:Name", "Pathway:ServiceId is a section; it must be a value.")]
    [InlineData("Pathway:Source:Kafka", "Pathway:Source is a section; it must be a value.")]
    [InlineData("Pathway:StopWhenInputEnds", "Pathway:StopWhenInputEnds is 'x'; it must be true or false.")]
    public void A_value_and_a_section_are_told_apart(string key, string problem)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => PathwaySections.Check(Configuration(key)));
        Assert.Equal(problem, Assert.Single(refused.Failures));
    }

    private static IConfiguration Configuration(params string[] keys) => new ConfigurationBuilder()
        .AddInMemoryCollection(keys.Select(key => KeyValuePair.Create(key, (string?)"x"))).Build();
}

using Microsoft.Extensions.Options;
using PathwayOrleans.HttpApi.Hosting;

namespace PathwayOrleans.HttpApi.Tests;

public sealed class CommandConfigurationTests
{
    [Theory]
    [InlineData("Pathway:Database:ConectionString", "did you mean ConnectionString?")]
    [InlineData("Pathway:Engine:MaxEventInFlight", "did you mean MaxEventsInFlight?")]
    [InlineData("Pathway:Events:EarliestTimes", "did you mean EarliestTime?")]
    [InlineData("Pathway:Http:Ur", "did you mean Url?")]
    [InlineData("Pathway:Kafka:Topc", "did you mean Topic?")]
    [InlineData("Pathway:Windows:Named:minute:Sise", "did you mean Size?")]
    public void A_misspelt_key_of_any_section_is_an_error(string key, string problem)
    {
        var refused = Assert.Throws<OptionsValidationException>(
            () => CommandConfiguration.Load(KeyValuePair.Create(key, (string?)"x")));
        Assert.Contains($"{key} is not a known key; {problem}", refused.Failures);
    }

    [Fact]
    public void Keys_of_other_programs_and_properties_of_the_Kafka_client_are_accepted() => CommandConfiguration.Load(
        KeyValuePair.Create("Pathway:Kafka:Client:ssl.ca.location", (string?)"x"),
        KeyValuePair.Create("Pathway:Windows:Named:minute:size", (string?)"1m"),
        KeyValuePair.Create("Pathway:Silo:Port", (string?)"1"));
}

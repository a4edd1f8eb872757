using Microsoft.Extensions.Configuration;
using PathwayOrleans.Engine.Configuration;

namespace PathwayOrleans.Standalone.Tests.Windows;

public sealed class WindowOptionsTests
{
    [Theory]
    [InlineData("IdleTimeout", "00:00:00", "Pathway:Windows:IdleTimeout is 00:00:00; it must be between 00:00:00.0010000 and")]
    [InlineData(
        "IdleTimeout",
        "00:00:01.0000001",
        "Pathway:Windows:IdleTimeout is 00:00:01.0000001; it must be a whole number of milliseconds.")]
    [InlineData("MaxOpenPerUser", "0", "Pathway:Windows:MaxOpenPerUser is 0; it must be between 1 and 100000.")]
    [InlineData("MaxTimeAhead", "-00:00:01", "Pathway:Windows:MaxTimeAhead is -00:00:01; it must be between 00:00:00 and")]
    public void Invalid_options_are_reported_with_the_valid_range(string key, string value, string message) =>
        Assert.Contains(Failures((key, value)), failure =>
            failure.Contains(message, StringComparison.Ordinal));

    private static IEnumerable<string> Failures(params (string Key, string Value)[] settings) =>
        new WindowOptionsValidator().Validate(null, Bind(settings)).Failures ?? [];

    private static WindowOptions Bind(params (string Key, string Value)[] settings)
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        foreach ((string key, string value) in settings)
        {
            configuration[key] = value;
        }

        var options = new WindowOptions();
        configuration.Bind(options);
        return options;
    }
}

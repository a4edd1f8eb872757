using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PathwayOrleans.CommandLine.Tests;

[Collection(nameof(StandardError))]
public sealed class PathwayConfigurationTests : IDisposable
{
    private const string Variable = "Pathway__Http__Second";

    private readonly string _before = Directory.GetCurrentDirectory();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pathway-configuration-");

    public PathwayConfigurationTests()
    {
        Directory.SetCurrentDirectory(_folder.FullName);
        File.WriteAllText("appsettings.json", """{"Pathway":{"Http":{"First":"file","Second":"file","Third":"file"}}}""");
        Environment.SetEnvironmentVariable(Variable, "environment");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        Directory.SetCurrentDirectory(_before);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void The_command_line_overrides_the_environment_which_overrides_the_file()
    {
        IConfiguration configuration = PathwayConfiguration.Load(
            KeyValuePair.Create<string, string?>("Pathway:Http:Third", "argument"),
            KeyValuePair.Create<string, string?>("Pathway:Http:First", null));

        Assert.Equal("file", configuration["Pathway:Http:First"]);
        Assert.Equal("environment", configuration["Pathway:Http:Second"]);
        Assert.Equal("argument", configuration["Pathway:Http:Third"]);
    }

    [Fact]
    public void The_file_may_be_missing()
    {
        File.Delete("appsettings.json");

        Assert.Equal("environment", PathwayConfiguration.Load()["Pathway:Http:Second"]);
    }

    [Fact]
    public void An_unknown_key_is_an_error_with_the_nearest_known_one()
    {
        var refused = Assert.Throws<OptionsValidationException>(
            () => PathwayConfiguration.Load(KeyValuePair.Create<string, string?>("Pathway:Kafak:Topic", "x")));
        Assert.Equal(["Pathway:Kafak is not a known key; did you mean Kafka?"], refused.Failures);
    }

    [Fact]
    public void Options_are_bound_and_validated()
    {
        IConfiguration configuration = PathwayConfiguration.Load();

        Assert.Equal("file", PathwayConfiguration.Bind(configuration, "Pathway:Http", new MustBe("file")).First);
        var refused = Assert.Throws<OptionsValidationException>(
            () => PathwayConfiguration.Bind(configuration, "Pathway:Http", new MustBe("other")));
        Assert.Equal(["Pathway:Http:First is 'file'"], refused.Failures);
    }

    private sealed class Section
    {
        public string First { get; set; } = "";

        public string Second { get; set; } = "";

        public string Third { get; set; } = "";
    }

    private sealed class MustBe(string first) : IValidateOptions<Section>
    {
        public ValidateOptionsResult Validate(string? name, Section options) =>
            options.First == first
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"Pathway:Http:First is '{options.First}'");
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PathwayOrleans.CommandLine.Tests;

[Collection(nameof(StandardError))]
public sealed class PathwayConfigurationTests : IDisposable
{
    private const string Variable = "Pathway__Kafka__Client__Second";

    private readonly string _before = Directory.GetCurrentDirectory();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pathway-configuration-");

    public PathwayConfigurationTests()
    {
        Directory.SetCurrentDirectory(_folder.FullName);
        File.WriteAllText(
            "appsettings.json", """{"Pathway":{"Kafka":{"Client":{"First":"file","Second":"file","Third":"file"}}}}""");
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
            KeyValuePair.Create<string, string?>("Pathway:Kafka:Client:Third", "argument"),
            KeyValuePair.Create<string, string?>("Pathway:Kafka:Client:First", null));

        Assert.Equal("file", configuration["Pathway:Kafka:Client:First"]);
        Assert.Equal("environment", configuration["Pathway:Kafka:Client:Second"]);
        Assert.Equal("argument", configuration["Pathway:Kafka:Client:Third"]);
    }

    [Fact]
    public void The_file_may_be_missing()
    {
        File.Delete("appsettings.json");

        Assert.Equal("environment", PathwayConfiguration.Load()["Pathway:Kafka:Client:Second"]);
    }

    [Fact]
    public void An_unknown_key_is_an_error_with_the_nearest_known_one()
    {
        var refused = Assert.Throws<OptionsValidationException>(
            () => PathwayConfiguration.Load(KeyValuePair.Create<string, string?>("Pathway:Kafak:Topic", "x")));
        Assert.Equal(["Pathway:Kafak is not a known key; did you mean Kafka?"], refused.Failures);
    }

    [Fact]
    public void An_unknown_key_of_a_section_that_only_other_programs_use_is_an_error()
    {
        var refused = Assert.Throws<OptionsValidationException>(
            () => PathwayConfiguration.Load(KeyValuePair.Create<string, string?>("Pathway:Silo:ClusterIdd", "x")));
        Assert.Equal(["Pathway:Silo:ClusterIdd is not a known key; did you mean ClusterId?"], refused.Failures);
    }

    [Fact]
    public void Options_are_bound_and_validated()
    {
        IConfiguration configuration = PathwayConfiguration.Load();

        Assert.Equal("file", PathwayConfiguration.Bind(configuration, "Pathway:Kafka:Client", new MustBe("file")).First);
        var refused = Assert.Throws<OptionsValidationException>(
            () => PathwayConfiguration.Bind(configuration, "Pathway:Kafka:Client", new MustBe("other")));
        Assert.Equal(["Pathway:Kafka:Client:First is 'file'"], refused.Failures);
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
                : ValidateOptionsResult.Fail($"Pathway:Kafka:Client:First is '{options.First}'");
    }
}

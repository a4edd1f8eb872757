using PathwayOrleans.HttpApi.Hosting;
using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Sources;

namespace PathwayOrleans.HttpApi.Tests;

public sealed class SourceArgumentsTests
{
    private static readonly Connector[] Connectors = [new("rabbit", "--stream"), new("kinesis", "--kinesis-stream")];

    private readonly SourceArguments _arguments = new(Connectors, SourceSettingKind.Log);
    private readonly Command _command = new("run");

    public SourceArgumentsTests() => _arguments.AddTo(_command);

    [Fact]
    public void An_option_selects_its_connector() => Assert.Equal(
        ["Pathway:kinesis:Log=s1", "Pathway:Source=kinesis"],
        _arguments.Overrides(_command.Parse(["--kinesis-stream", "s1"])).Select(entry => $"{entry.Key}={entry.Value}"));

    [Fact]
    public void Without_options_the_configuration_is_not_overridden() => Assert.Empty(_arguments.Overrides(_command.Parse([])));

    [Fact]
    public void Options_of_two_connectors_are_an_error_that_names_both()
    {
        ParseResult parsed = _command.Parse(["--stream", "s1", "--kinesis-stream", "s2"]);

        Assert.Equal(
            "--stream, --kinesis-stream are options of different sources (rabbit, kinesis). Give the options of one.",
            Assert.Throws<CommandFailedException>(() => _arguments.Overrides(parsed)).Message);
    }

    private sealed record Connector(string Name, string Option) : ISourceConnector
    {
        public string IdentityPrefix => Name;

        public IReadOnlyList<SourceSetting> Settings =>
            [new(SourceSettingKind.Log, Option, $"Pathway:{Name}:Log", "NAME", "The log.")];

        public string? Limitation => null;

        public void AddTo(IServiceCollection services, IConfiguration configuration)
        {
        }
    }
}

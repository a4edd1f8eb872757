using PathwayOrleans.CommandLine;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Silo.Tests.Processes;

[Trait("Tier", "Slow")]
public sealed class CommandLineTests
{
    private static readonly string Dll = typeof(SiloHost).Assembly.Location;

    [Fact]
    public async Task Help_lists_the_options()
    {
        await using CommandProcess help = await RunAsync(ExitCodes.Success, "--help");
        Assert.All(
            (string[])["--brokers", "--topic", "--database", "--service-id", "--url", "--json", "--Pathway:Key=value"],
            option => Assert.Contains(option, help.Output));
        Assert.Empty(help.Errors);
    }

    [Fact]
    public async Task Version_is_the_version_of_the_program()
    {
        await using CommandProcess version = await RunAsync(ExitCodes.Success, "--version");
        Assert.StartsWith(typeof(SiloHost).Assembly.GetName().Version!.ToString(3), version.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCodes.Failure, "Unrecognized command or argument 'start'", "start")]
    [InlineData(ExitCodes.Failure, "Unrecognized command or argument '--brokrs'", "--brokrs", "127.0.0.1:1")]
    [InlineData(ExitCodes.BadConfiguration, "Pathway:Kafka:BootstrapServers is 'nowhere'", "--brokers", "nowhere")]
    [InlineData(ExitCodes.BadConfiguration, "did you mean ServiceId?", "--Pathway:Servceid=x")]
    [InlineData(ExitCodes.BadConfiguration, "Pathway:Http:Url is 'ftp://x'", "--url", "ftp://x")]
    public async Task An_error_is_named_once_and_the_silo_does_not_start(int exitCode, string message, params string[] words)
    {
        await using CommandProcess refused = await RunAsync(exitCode, words);
        Assert.Single(refused.Errors.Split('\n'), line => line.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_refuses_the_password_ends_the_silo()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string address = database.Url.Replace(":password@", ":wrong@", StringComparison.Ordinal);
        await using CommandProcess refused = await RunAsync(
            ExitCodes.BadConfiguration, "--database", address, "--url", $"http://127.0.0.1:{FreePort.Find()}");
        Assert.Single(
            refused.Errors.Split('\n'),
            line => line.Contains("Check Pathway:Database:ConnectionString", StringComparison.Ordinal));
    }

    private static Task<CommandProcess> RunAsync(int exitCode, params string[] words) =>
        CommandProcess.RunAsync(Dll, words, exitCode);
}

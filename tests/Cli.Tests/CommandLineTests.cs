using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

[Trait("Tier", "Slow")]
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("report", "users")]
    [InlineData("batch", "--file", "x.ndjson")]
    [InlineData("migrate")]
    [InlineData("produce", "--events", "1")]
    public async Task A_misspelt_key_of_the_configuration_is_an_error_with_the_nearest_one(params string[] command)
    {
        var environment = new Dictionary<string, string> { ["Pathway__Kafak__Topic"] = "x" };
        await using CommandProcess refused = await CliProcess.RunAsync(command, exitCode: 2, environment);
        Assert.Contains("Pathway:Kafak is not a known key; did you mean Kafka?", refused.Errors);
    }

    [Theory]
    [InlineData("report", "users", "--Pathway:Servceid=x")]
    [InlineData("batch", "--file", "x.ndjson", "--Pathway:Servceid=x")]
    [InlineData("migrate", "--pathway:servceid=x")]
    [InlineData("produce", "--Pathway:Servceid=x", "--events", "1")]
    [InlineData("run", "--Pathway:Servceid=x")]
    public async Task Every_command_checks_configuration_on_the_command_line(params string[] command)
    {
        await using CommandProcess refused = await CliProcess.RunAsync(command, exitCode: 2);
        Assert.Contains("did you mean ServiceId?", refused.Errors);
    }

    [Fact]
    public async Task Configuration_on_the_command_line_overrides_the_environment()
    {
        await using CommandProcess refused = await CliProcess.RunAsync(
            ["migrate", "--Pathway:ServiceId=No Name"], exitCode: 2,
            new Dictionary<string, string> { ["PATHWAY__SERVICEID"] = "Other Name" });
        Assert.Contains("Pathway:ServiceId is 'No Name'", refused.Errors);
        await using CommandProcess incomplete = await CliProcess.RunAsync(
            ["migrate", "--Pathway:ServiceId", "x"], exitCode: 2);
        Assert.Contains("--Pathway:ServiceId has no value; write --Pathway:ServiceId=VALUE", incomplete.Errors);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("report", "users")]
    [InlineData("migrate")]
    public async Task A_password_that_the_database_refuses_is_named_once(params string[] command)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string address = database.Url.Replace(":password@", ":wrong@", StringComparison.Ordinal);
        string[] url = command[0] == "run" ? ["--url", $"http://127.0.0.1:{FreePort.Find()}"] : [];
        await using CommandProcess refused = await CliProcess.RunAsync([.. command, "--database", address, .. url], exitCode: 2);
        Assert.Single(
            refused.Errors.Split('\n'), line => line.Contains("password authentication failed", StringComparison.Ordinal));
        Assert.Contains("Pathway:Database:ConnectionString", refused.Errors);
        Assert.DoesNotContain("   at ", refused.Errors);
    }

    [Fact]
    public async Task A_property_that_the_Kafka_client_refuses_ends_a_run_with_its_key()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using CommandProcess refused = await CliProcess.RunAsync(
            ["run", "--database", database.Url, "--url", $"http://127.0.0.1:{FreePort.Find()}", "--Pathway:Kafka:Client:ssl=x"],
            exitCode: 2);
        Assert.Contains("Configuration: Pathway:Kafka:Client has a property that librdkafka rejects", refused.Errors);
        Assert.DoesNotContain("   at ", refused.Errors);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("report", "users")]
    public async Task A_file_that_is_not_JSON_is_named(params string[] command)
    {
        using var folder = new FolderForTests();
        string file = folder.Write("appsettings.json", "{\"Pathway\": {");
        await using CommandProcess refused = await CliProcess.RunAsync(
            command, exitCode: 2, folder: Path.GetDirectoryName(file));
        Assert.Contains(file, refused.Errors);
        Assert.DoesNotContain("   at ", refused.Errors);
    }

    [Theory]
    [InlineData("", "run", "produce", "migrate", "report", "reset", "batch", "wait")]
    [InlineData("report", "views", "view", "users", "top", "totals", "dead-letters", "progress", "chart", "diff")]
    [InlineData(
        "report view", "--key", "--from", "--to", "--state", "--limit", "--after", "--format", "--json", "--service-id",
        "--database")]
    [InlineData("report diff", "--service-id", "--database", "--limit", "--json")]
    [InlineData("run", "--brokers", "--database", "--topic", "--group", "--service-id", "--url", "--json")]
    [InlineData(
        "produce", "--brokers", "--topic", "--events", "--users", "--rate", "--skew", "--malformed", "--late", "--future",
        "--seed", "--file", "--json")]
    [InlineData("migrate", "--database", "--service-id", "--timeout", "--json")]
    [InlineData("reset", "--database", "--service-id", "--all", "--source", "--partition", "--to",
        "--user", "--yes", "--force", "--json")]
    public async Task Help_lists_commands_and_options(string command, params string[] named)
    {
        await using CommandProcess help = await CliProcess.RunAsync(
            [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"], exitCode: 0);

        Assert.All(named, name => Assert.Contains(name, help.Output));
        Assert.Empty(help.Errors);
    }

    [Theory]
    [InlineData("Unrecognized command or argument '--Kafka:Topic=x'", "run", "--Kafka:Topic=x")]
    [InlineData("--users is 0; it must be between 1 and", "produce", "--brokers", "127.0.0.1:1", "--users", "0")]
    [InlineData("--timeout is -1; it must be between 0 (unlimited) and 86400 seconds.", "migrate", "--timeout", "-1")]
    [InlineData("Use either --all, or --user, or all of --source, --partition and --to", "reset")]
    [InlineData("Use either --all, or --user, or all of --source, --partition and --to", "reset", "--source", "s", "--to", "1")]
    [InlineData("Use either --all, or --user, or all of --source, --partition and --to", "reset", "--all", "--to", "1")]
    [InlineData("Use either --all, or --user, or all of --source, --partition and --to", "reset", "--all", "--user", "u")]
    [InlineData("--to: 'x' is not a position", "reset", "--source", "s", "--partition", "1", "--to", "x")]
    public async Task Errors_are_on_standard_error(string message, params string[] arguments)
    {
        await using CommandProcess refused = await CliProcess.RunAsync(arguments, exitCode: 1);
        Assert.Contains(message, refused.Errors);
    }

    [Theory]
    [InlineData("Pathway:Kafka:BootstrapServers is 'nowhere'; it must be host:port", "produce", "--brokers", "nowhere")]
    [InlineData("Pathway:ServiceId is 'No Name'", "migrate", "--service-id", "No Name")]
    public async Task Invalid_configuration_has_an_exit_code_of_its_own(string message, params string[] arguments)
    {
        await using CommandProcess refused = await CliProcess.RunAsync(arguments, exitCode: 2);
        Assert.Contains(message, refused.Errors);
    }

    [Theory]
    [InlineData("Pathway:Kafka:BootstrapServers is 'nowhere'", "--brokers", "nowhere")]
    [InlineData("Pathway:Kafka:Topic is 'a b'", "--topic", "a b")]
    [InlineData("Pathway:Kafka:GroupId is empty", "--group", " ")]
    [InlineData("Pathway:Database:ConnectionString", "--database", "postgresql://u:secret@h/d?x=y")]
    [InlineData("Pathway:ServiceId is 'No Name'", "--service-id", "No Name")]
    [InlineData("Pathway:Http:Url is 'ftp://x'", "--url", "ftp://x")]
    [InlineData("Pathway:Http:Url is 'ftp://y'", "--Pathway:Http:Url=ftp://y")]
    public async Task Run_names_the_invalid_configuration_key(string message, params string[] arguments)
    {
        await using CommandProcess refused = await CliProcess.RunAsync(["run", .. arguments], exitCode: 2);
        Assert.Contains(message, refused.Errors);
        Assert.Single(refused.Errors.Split('\n'), line => line.Contains(message, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", refused.Transcript);
    }
}

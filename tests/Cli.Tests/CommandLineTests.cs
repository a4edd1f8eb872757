namespace PathwayOrleans.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", "demo", "run", "produce", "migrate", "report", "reset", "bench")]
    [InlineData("report", "users", "windows", "top", "totals", "dead-letters", "progress", "chart", "diff")]
    [InlineData("report windows", "--user", "--window", "--state", "--since", "--until", "--limit", "--after", "--format", "--json", "--service-id", "--database")]
    [InlineData("report diff", "--service-id", "--database", "--limit", "--json")]
    [InlineData("demo", "--engine", "--events", "--users", "--workers", "--rate", "--skew", "--malformed", "--late", "--future", "--windows", "--kill-every", "--brokers", "--database", "--keep", "--json", "--seed")]
    [InlineData("run", "--brokers", "--database", "--topic", "--group", "--service-id", "--url", "--json")]
    [InlineData("produce", "--brokers", "--topic", "--events", "--users", "--rate", "--skew", "--malformed", "--late", "--future", "--seed", "--file", "--json")]
    [InlineData("migrate", "--database", "--service-id", "--timeout", "--json")]
    [InlineData("reset", "--database", "--service-id", "--all", "--source", "--partition", "--to", "--yes", "--force", "--json")]
    [InlineData("bench", "standalone", "cluster", "windows")]
    public async Task Help_names_what_there_is(string command, params string[] named)
    {
        using CliProcess help = await CliProcess.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"], exitCode: 0);

        Assert.All(named, name => Assert.Contains(name, help.Output));
        Assert.Empty(help.Errors);
    }

    [Theory]
    [InlineData("--engine is orleans; standalone, cluster or both is right", "demo", "--engine", "orleans")]
    [InlineData("--engine is ; standalone, cluster or both is right", "demo", "--engine", "")]
    [InlineData("--events is -1; 0 or more", "demo", "--events", "-1")]
    [InlineData("--users is 0; 1 to", "demo", "--users", "0")]
    [InlineData("--workers is 65; 1 to 64", "demo", "--workers", "65")]
    [InlineData("--rate is NaN; 0", "demo", "--rate", "NaN")]
    [InlineData("--skew is 21; 0 (evenly) to 20", "demo", "--skew", "21")]
    [InlineData("--malformed is -2; 0 or more", "demo", "--malformed", "-2")]
    [InlineData("--late is 11; 0 to 10, the number of events,", "demo", "--events", "10", "--late", "11")]
    [InlineData("--future is -1; 0 to 10, the number of events,", "demo", "--events", "10", "--future", "-1")]
    [InlineData("--windows goes without --brokers", "demo", "--windows", "--brokers", "kafka:9092")]
    [InlineData("--kill-every is 0.01; 0 (never), or 0.1", "demo", "--kill-every", "0.01")]
    [InlineData("Cannot parse argument 'many' for option '--events'", "demo", "--events", "many")]
    [InlineData("Unrecognized command or argument '--evnts'", "demo", "--evnts", "1")]
    [InlineData("'--Kafka:Topic=x' is neither an option of run", "run", "--Kafka:Topic=x")]
    [InlineData("Pathway:Kafka:BootstrapServers is 'nowhere'; host:port", "produce", "--brokers", "nowhere")]
    [InlineData("Users is 0; 1 to", "produce", "--brokers", "127.0.0.1:1", "--users", "0")]
    [InlineData("Pathway:ServiceId is 'No Name'", "migrate", "--service-id", "No Name")]
    [InlineData("--timeout is -1; 0 (for ever)", "migrate", "--timeout", "-1")]
    [InlineData("Give either --all, or all of --source, --partition and --to", "reset")]
    [InlineData("Give either --all, or all of --source, --partition and --to", "reset", "--source", "s", "--to", "1")]
    [InlineData("Give either --all, or all of --source, --partition and --to", "reset", "--all", "--to", "1")]
    [InlineData("--to: 'x' is not a position", "reset", "--source", "s", "--partition", "1", "--to", "x")]
    [InlineData("Required command was not provided", "bench")]
    public async Task What_is_wrong_is_said_on_standard_error(string message, params string[] arguments)
    {
        using CliProcess refused = await CliProcess.RunAsync(arguments, exitCode: 1);
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
    public async Task Run_says_which_configuration_is_wrong(string message, params string[] arguments)
    {
        using CliProcess refused = await CliProcess.RunAsync(["run", .. arguments], exitCode: 2);
        Assert.Contains(message, refused.Errors);
        Assert.DoesNotContain("secret", refused.Transcript);
    }
}

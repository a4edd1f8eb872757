using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Demo.Tests;

[Trait("Tier", "Slow")]
public sealed class CommandLineTests
{
    private static readonly string[] Options =
    [
        "--engine", "--pipeline", "--input", "--events", "--users", "--workers", "--rate", "--skew", "--malformed", "--late", "--future",
        "--windows", "--kill-every", "--freeze-every", "--freeze-for", "--measure", "--logs", "--brokers", "--database", "--keep", "--json", "--seed",
    ];

    [Fact]
    public async Task Help_names_every_option()
    {
        await using CommandProcess help = await DemoProcess.RunAsync(["demo", "--help"], exitCode: 0);

        Assert.Contains("pathway demo [options]", help.Output);
        Assert.All(Options, name => Assert.Contains(name, help.Output));
        Assert.Empty(help.Errors);
    }

    [Theory]
    [InlineData("--engine is orleans; it must be standalone, silo or both.", "--engine", "orleans")]
    [InlineData("--engine is ; it must be standalone, silo or both.", "--engine", "")]
    [InlineData("--events is -1; it must be 0 or more.", "--events", "-1")]
    [InlineData("--users is 0; it must be between 1 and", "--users", "0")]
    [InlineData("--workers is 65; it must be between 1 and 64.", "--workers", "65")]
    [InlineData("--rate is NaN; it must be 0 (unlimited) or more.", "--rate", "NaN")]
    [InlineData("--skew is 21; it must be between 0 (even) and 20.", "--skew", "21")]
    [InlineData("--malformed is -2; it must be 0 or more.", "--malformed", "-2")]
    [InlineData("--late is 11; it must be between 0 and the number of events (10).", "--events", "10", "--late", "11")]
    [InlineData("--future is -1; it must be between 0 and the number of events (10).", "--events", "10", "--future", "-1")]
    [InlineData("--windows cannot be combined with --brokers", "--windows", "--brokers", "kafka:9092")]
    [InlineData("--pipeline is p.sql, but there is no --input. Add --input FILE", "--pipeline", "p.sql")]
    [InlineData("--input is r.ndjson, but there is no --pipeline. Add --pipeline FILE", "--input", "r.ndjson")]
    [InlineData(
        "--events and --windows cannot be combined with --pipeline",
        "--pipeline", "p", "--input", "r", "--windows", "--events", "5")]
    [InlineData(
        "--database cannot be combined with --pipeline",
        "--pipeline", "p", "--input", "r", "--database", "postgresql://u:p@h/d")]
    [InlineData("--kill-every is 0.01; it must be 0 (never) or between 0.1 and 86400 seconds.", "--kill-every", "0.01")]
    [InlineData("--freeze-every is -1; it must be 0 (never) or between 0.1 and 86400 seconds.", "--freeze-every", "-1")]
    [InlineData("--freeze-for is 0; it must be between 0.1 and 86400 seconds.", "--freeze-for", "0")]
    [InlineData("--workers is 1; it must be 2 or more with --freeze-every or --measure.", "--measure", "--workers", "1")]
    [InlineData("Cannot parse argument 'many' for option '--events'", "--events", "many")]
    [InlineData("Unrecognized command or argument '--evnts'", "--evnts", "1")]
    public async Task Errors_are_on_standard_error(string message, params string[] arguments)
    {
        await using CommandProcess refused = await DemoProcess.RunAsync(["demo", .. arguments], exitCode: 1);
        Assert.Contains(message, refused.Errors);
    }
}

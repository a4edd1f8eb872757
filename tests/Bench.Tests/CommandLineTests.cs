using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Bench.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_names_the_measurements_but_not_the_loop_that_they_start()
    {
        await using CommandProcess help = await BenchProcess.RunAsync(["bench", "--help"], exitCode: 0);

        Assert.Contains("pathway bench [command] [options]", help.Output);
        Assert.All(["standalone", "silo", "windows", "batch"], name => Assert.Contains($" {name}", help.Output));
        Assert.DoesNotContain("hand-written-loop", help.Output);
        Assert.Empty(help.Errors);
    }

    [Theory]
    [InlineData("standalone", "--events", "--users", "--rounds", "--memory-users", "--brokers", "--json")]
    [InlineData("silo", "--events", "--users", "--rounds", "--memory-users", "--brokers", "--json")]
    [InlineData("cluster", "--events", "--users", "--rounds", "--memory-users", "--brokers", "--json")]
    [InlineData("windows", "--events", "--users", "--rounds", "--brokers", "--json")]
    [InlineData("batch", "--events", "--users", "--rounds", "--brokers", "--json")]
    public async Task Help_of_a_measurement_names_every_option(string measurement, params string[] options)
    {
        await using CommandProcess help = await BenchProcess.RunAsync(["bench", measurement, "--help"], exitCode: 0);

        Assert.All(options, name => Assert.Contains(name, help.Output));
        Assert.Empty(help.Errors);
    }

    [Fact]
    public async Task A_measurement_must_be_named()
    {
        await using CommandProcess refused = await BenchProcess.RunAsync(["bench"], exitCode: 1);
        Assert.Contains("Required command was not provided", refused.Errors);
    }
}

using PathwayOrleans.Standalone;

namespace PathwayOrleans.Cli.Tests.Demo;

/// <summary>Which engine a demo takes, and how it goes from one to the other, as far as that needs no silo.</summary>
[Collection(nameof(DemoHome))]
public sealed class DemoEngineTests(DemoHome home)
{
    private static readonly string Stand = typeof(StandaloneHost).Assembly.Location;

    [Fact]
    public async Task Without_a_silo_it_says_so_and_is_standalone()
    {
        using CliProcess demo = await CliProcess.RunAsync(["demo", "--events", "1000", "--workers", "1", "--json"], exitCode: 0, home.Environment);

        DemoJson.AssertExact(demo.Json, "standalone", events: 1_000, malformed: 0, workers: 1);
        Assert.Contains("engine: standalone, because there is no silo: this test wants none", demo.Errors.Split('\n'));
    }

    [Theory]
    [InlineData("cluster")]
    [InlineData("both")]
    public async Task Silos_that_are_missing_are_an_error_before_anything_is_started(string engine)
    {
        using CliProcess demo = await CliProcess.RunAsync(["demo", "--engine", engine], exitCode: 1, home.Environment);

        Assert.Equal(
            $"error: --engine is {engine}, and there is no silo to run: this test wants none. Run ./pathway demo where the Orleans packages " +
            "restore, or with --engine standalone, which needs none.",
            demo.Errors);
        Assert.Empty(demo.Output);
    }

    // Any engine that keeps to the contract can go on, the same one too.
    [Fact]
    public async Task Workers_of_a_second_kind_go_on_where_those_of_the_first_ended()
    {
        using CliProcess demo = await CliProcess.RunAsync(
            ["demo", "--engine", "both", "--events", "20001", "--workers", "2", "--malformed", "52", "--json"], exitCode: 0, home.EnvironmentWithSilo(Stand));

        DemoJson.AssertExact(demo.Json, "both", events: 20_001, malformed: 52, workers: 2);
        string[] said = demo.Errors.Split('\n');
        Assert.True(
            Array.IndexOf(said, "starting 2 workers") < Array.IndexOf(said, "stopping the workers: silos go on from here")
            && Array.IndexOf(said, "stopping the workers: silos go on from here") < Array.IndexOf(said, "starting 2 silos"),
            demo.Transcript);
        await home.UntilNothingIsLeftAsync();
    }
}

using System.Text.RegularExpressions;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Demo.Tests;

/// <summary>Demos with silos.</summary>
[Collection(nameof(DemoHome))]
[Trait("Tier", "Slow")]
public sealed partial class DemoSiloTests(DemoHome home)
{
    [Fact]
    public async Task Killed_silos_neither_lose_nor_repeat_an_event()
    {
        await using CommandProcess demo = await DemoProcess.RunAsync(
            ["demo", "--engine", "silo",
                "--events", "20000", "--rate", "5000", "--workers", "2", "--malformed", "26", "--kill-every", "3", "--json"],
            exitCode: 0,
            home.Environment);

        DemoJson.AssertExact(demo.Json, "cluster", events: 20_000, malformed: 26, workers: 2);
        Assert.True(demo.Json.GetProperty("kills").GetInt32() >= 1, demo.Transcript);
        await home.UntilNothingIsLeftAsync();
    }

    [Fact]
    public async Task Events_and_windows_match_the_oracle_although_workers_and_then_silos_are_killed()
    {
        await using CommandProcess demo = await DemoProcess.RunAsync(
            ["demo", "--windows", "--engine", "both", "--events", "20000", "--users",
                "2000", "--rate", "5000", "--workers", "2", "--malformed", "26", "--future", "20", "--kill-every", "1.5", "--json"],
            exitCode: 0,
            home.Environment);

        DemoJson.AssertWindows(demo.Json, "both", events: 20_000, malformed: 26, future: 20, workers: 2);
        Assert.True(demo.Json.GetProperty("kills").GetInt32() >= 1, demo.Transcript);
        await home.UntilNothingIsLeftAsync();
    }

    [Fact]
    public async Task Silos_continue_where_the_stopped_standalone_workers_ended()
    {
        await using CommandProcess demo = await DemoProcess.RunAsync(
            ["demo", "--engine", "both", "--events", "20001", "--workers", "2", "--malformed", "52", "--json"], exitCode: 0,
            home.Environment);

        DemoJson.AssertExact(demo.Json, "both", events: 20_001, malformed: 52, workers: 2);
        string[] said = demo.Errors.Split('\n');
        Assert.True(
            Array.IndexOf(said, "starting 2 workers") < Array.IndexOf(said, "stopping the workers: silos continue from here")
            && Array.IndexOf(said, "stopping the workers: silos continue from here") < Array.IndexOf(said, "starting 2 silos"),
            demo.Transcript);
        await home.UntilNothingIsLeftAsync();
    }

    [Fact]
    public async Task Silos_are_the_default_and_their_dashboard_is_named()
    {
        await using CommandProcess demo = DemoProcess.Start(
            ["demo", "--events", "1000", "--workers", "1", "--keep", "--json"], home.Environment);
        await demo.UntilSaidAsync("  dashboard http");

        Assert.Contains("engine: silo, the default", demo.Errors);
        DemoJson.AssertExact(demo.Json, "cluster", events: 1_000, malformed: 0, workers: 1);
        Match[] named = Dashboard().Matches(demo.Errors).ToArray();
        Assert.Equal(2, named.Length);
        using var http = new HttpClient();
        Assert.Contains("<html", await http.GetStringAsync(new Uri(named[0].Value)), StringComparison.OrdinalIgnoreCase);

        demo.Signal("TERM");
        Assert.Equal(130, await demo.UntilExitAsync());
        await home.UntilNothingIsLeftAsync();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/dashboard")]
    private static partial Regex Dashboard();
}

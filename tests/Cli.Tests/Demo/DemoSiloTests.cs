using System.Text.RegularExpressions;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Cli.Tests.Demo;

/// <summary>Demos with real silos, where they are built.</summary>
[Collection(nameof(DemoHome))]
public sealed partial class DemoSiloTests(DemoHome home)
{
    [Fact]
    public async Task Killed_silos_neither_lose_nor_repeat_an_event()
    {
        using CliProcess demo = await CliProcess.RunAsync(
            ["demo", "--engine", "cluster", "--events", "20000", "--rate", "5000", "--workers", "2", "--malformed", "26", "--kill-every", "1.5", "--json"],
            exitCode: 0,
            home.EnvironmentWithSilo(SiloDll()));

        DemoJson.AssertExact(demo.Json, "cluster", events: 20_000, malformed: 26, workers: 2);
        Assert.True(demo.Json.GetProperty("kills").GetInt32() >= 1, demo.Transcript);
        await home.UntilNothingIsLeftAsync();
    }

    [Fact]
    public async Task Killed_workers_and_the_silos_that_go_on_leave_every_event_and_window_as_it_has_to_be()
    {
        using CliProcess demo = await CliProcess.RunAsync(
            ["demo", "--windows", "--engine", "both", "--events", "20000", "--users", "2000", "--rate", "5000", "--workers", "2", "--malformed", "26", "--future", "20", "--kill-every", "1.5", "--json"],
            exitCode: 0,
            home.EnvironmentWithSilo(SiloDll()));

        DemoJson.AssertWindows(demo.Json, "both", events: 20_000, malformed: 26, future: 20, workers: 2);
        Assert.True(demo.Json.GetProperty("kills").GetInt32() >= 1, demo.Transcript);
        await home.UntilNothingIsLeftAsync();
    }

    [Fact]
    public async Task Where_a_silo_is_built_the_cluster_is_the_default_and_its_dashboard_is_named()
    {
        using CliProcess demo = CliProcess.Start(
            ["demo", "--events", "1000", "--workers", "1", "--keep", "--json"], home.EnvironmentWithSilo(SiloDll()));
        await demo.UntilSaidAsync("  dashboard http");

        Assert.Contains("engine: cluster, because a silo is built here", demo.Errors);
        DemoJson.AssertExact(demo.Json, "cluster", events: 1_000, malformed: 0, workers: 1);
        Match[] named = Dashboard().Matches(demo.Errors).ToArray();
        Assert.Equal(2, named.Length);
        using var http = new HttpClient();
        Assert.Contains("<html", await http.GetStringAsync(new Uri(named[0].Value)), StringComparison.OrdinalIgnoreCase);

        demo.Signal("TERM");
        Assert.Equal(130, await demo.UntilExitAsync());
        await home.UntilNothingIsLeftAsync();
    }

    private static string SiloDll()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        SiloProgram silo = SiloProgram.Find(
            Environment.GetEnvironmentVariable, RepositoryFolder.PathOf("Cli", "bin", framework.Parent!.Name, framework.Name));
        Assert.SkipWhen(silo.Dll is null, $"There is no silo to test with: {silo.WhyMissing}.");
        return silo.Dll!;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/dashboard")]
    private static partial Regex Dashboard();
}

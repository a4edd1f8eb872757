using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Demo.Tests;

[Collection(nameof(DemoHome))]
[Trait("Tier", "Slow")]
public sealed partial class DemoInterruptTests(DemoHome home)
{
    private static readonly string[] Endless =
        ["demo", "--engine", "standalone", "--events", "10000000", "--rate", "2000", "--workers", "2", "--kill-every", "2"];

    [Theory]
    [InlineData("INT", "private Postgres at")]
    [InlineData("INT", "starting 2 workers")]
    [InlineData("INT", "produced")]
    [InlineData("TERM", "killed w")]
    public async Task An_interruption_at_any_moment_leaves_no_process_behind(string signal, string moment)
    {
        SkipWhereIgnored(signal);
        await using CommandProcess demo = DemoProcess.Start(Endless, home.Environment);
        await demo.UntilSaidAsync(moment);

        demo.Signal(signal);

        Assert.Equal(130, await demo.UntilExitAsync());
        await home.UntilNothingIsLeftAsync();
    }

    [Fact]
    public async Task Workers_and_Postgres_end_with_a_killed_demo()
    {
        await using CommandProcess demo = DemoProcess.Start(Endless, home.Environment);
        await demo.UntilSaidAsync("produced");

        demo.Signal("KILL");

        await home.UntilNothingIsLeftAsync();
    }

    [Fact]
    public async Task With_keep_the_demo_runs_until_it_is_interrupted()
    {
        await using CommandProcess demo = DemoProcess.Start(
            ["demo", "--engine", "standalone", "--events", "1000", "--workers", "2", "--keep", "--json"], home.Environment);
        await demo.UntilSaidAsync("left running");
        await demo.UntilSaidAsync("workers   ");

        Match[] workers = WorkerStatus().Matches(demo.Errors).ToArray();
        Assert.Equal(2, workers.Length);
        using var http = new HttpClient();
        foreach (Match worker in workers)
        {
            Assert.Contains("\"engine\":\"standalone\"", await http.GetStringAsync(new Uri(worker.Value)));
        }

        Assert.Equal(1000, demo.Json.GetProperty("applied").GetInt64());

        // A batch on the same servers, as printed, finds everything counted.
        await demo.UntilSaidAsync("  ./pathway batch");
        await using CommandProcess batch = await CommandProcess.RunAsync(
            BuiltProgram.Find("Cli"), ["batch", "--topic", "events", "--json"], 0,
            ExportedVariable().Matches(demo.Errors).ToDictionary(one => one.Groups[1].Value, one => one.Groups[2].Value));
        JsonElement counted = batch.Json;
        Assert.Equal((0, 1000), (counted.GetProperty("applied").GetInt64(), counted.GetProperty("skipped").GetInt64()));
        demo.Signal("TERM");
        Assert.Equal(130, await demo.UntilExitAsync());
        await home.UntilNothingIsLeftAsync();
    }

    // A shell starts background commands with SIGINT ignored, and the .NET runtime does not change that.
    private static void SkipWhereIgnored(string signal)
    {
        const int Interrupt = 2;
        string ignored = File.ReadLines("/proc/self/status")
            .First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..];
        bool isIgnored = (
            ulong.Parse(ignored.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (Interrupt - 1))) != 0;
        Assert.SkipWhen(signal == "INT" && isIgnored, "These tests run with SIGINT ignored.");
    }

    [GeneratedRegex(@"(Pathway__\w+)='([^']*)'")]
    private static partial Regex ExportedVariable();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/api/status")]
    private static partial Regex WorkerStatus();
}

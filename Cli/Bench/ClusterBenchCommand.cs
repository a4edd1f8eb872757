using System.CommandLine;
using System.Globalization;
using PathwayOrleans.Bench.Cluster;
using PathwayOrleans.Producer.Command;

namespace PathwayOrleans.Cli.Bench;

/// <summary><c>bench cluster</c>: one silo against the standalone engine, and against itself without group commit.</summary>
internal static class ClusterBenchCommand
{
    internal static Command Create()
    {
        var defaults = new ClusterBenchOptions { SiloDll = "" };
        var arguments = new BenchArguments(defaults.Events, defaults.Users, defaults.Rounds);
        var memoryUsers = new Option<int>("--memory-users") { Description = "Active users of the memory measurement; 0 leaves it out.", DefaultValueFactory = _ => defaults.MemoryUsers, HelpName = "COUNT" };
        var command = new Command("cluster", "One silo against the standalone engine and against itself without group commit: rates, ratios, memory, connections.") { memoryUsers };
        arguments.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            async () =>
            {
                var silo = SiloProgram.Find();
                var options = new ClusterBenchOptions
                {
                    SiloDll = silo.Dll ?? throw new CommandFailedException($"There is no silo to measure: {silo.WhyMissing}."),
                    Events = parsed.GetValue(arguments.Events),
                    Users = parsed.GetValue(arguments.Users),
                    Rounds = parsed.GetValue(arguments.Rounds),
                    MemoryUsers = parsed.GetValue(memoryUsers),
                    Brokers = parsed.GetValue(arguments.Brokers),
                };
                ClusterBenchResult result = await ClusterBench.RunAsync(options, Console.Error.WriteLine, cancellationToken);
                await Console.Out.WriteLineAsync(parsed.GetValue(arguments.Json) ? result.ToJson() : Describe(result));
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static string Describe(ClusterBenchResult result)
    {
        FormattableString text =
            $"""
            {result.Events:n0} events, {result.Users:n0} users, median of {result.Rounds}
              standalone            {result.Standalone:n0} events/s
              silo                  {result.Silo:n0} events/s
              ratio                 {result.Ratio:n2}
              without group commit  {result.PlainProvider:n0} events/s
              gain by group commit  {result.GroupCommitGain:n1}
              peak memory           {result.PeakBytes >> 20} MB
              connections           {result.Connections}
            """;
        FormattableString memory = $"\n{result.MemoryUsers:n0} users\n  silo                  {result.MemoryRate:n0} events/s\n  peak memory           {result.MemoryPeakBytes >> 20} MB";
        return text.ToString(CultureInfo.InvariantCulture) + (result.MemoryUsers > 0 ? memory.ToString(CultureInfo.InvariantCulture) : "");
    }
}

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
        var events = new Option<long>("--events") { Description = "Events in the topic.", DefaultValueFactory = _ => defaults.Events, HelpName = "COUNT" };
        var users = new Option<int>("--users") { Description = "Users among whom they are spread.", DefaultValueFactory = _ => defaults.Users, HelpName = "COUNT" };
        var rounds = new Option<int>("--rounds") { Description = "How often the engines run in turn; medians are reported.", DefaultValueFactory = _ => defaults.Rounds, HelpName = "COUNT" };
        var memoryUsers = new Option<int>("--memory-users") { Description = "Active users of the memory measurement; 0 leaves it out.", DefaultValueFactory = _ => defaults.MemoryUsers, HelpName = "COUNT" };
        var brokers = new Option<string?>("--brokers") { Description = "A Kafka to measure on instead of the embedded one.", HelpName = "SERVERS" };
        var json = new Option<bool>("--json") { Description = "One JSON object, last on standard output." };
        var command = new Command("cluster", "One silo against the standalone engine and against itself without group commit: rates, ratios, memory, connections.")
        {
            events, users, rounds, memoryUsers, brokers, json,
        };
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            async () =>
            {
                var silo = SiloProgram.Find();
                var options = new ClusterBenchOptions
                {
                    SiloDll = silo.Dll ?? throw new CommandFailedException($"There is no silo to measure: {silo.WhyMissing}."),
                    Events = parsed.GetValue(events),
                    Users = parsed.GetValue(users),
                    Rounds = parsed.GetValue(rounds),
                    MemoryUsers = parsed.GetValue(memoryUsers),
                    Brokers = parsed.GetValue(brokers),
                };
                ClusterBenchResult result = await ClusterBench.RunAsync(options, Console.Error.WriteLine, cancellationToken);
                await Console.Out.WriteLineAsync(parsed.GetValue(json) ? result.ToJson() : Describe(result));
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

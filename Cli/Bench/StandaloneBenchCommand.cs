using System.CommandLine;
using System.Globalization;
using PathwayOrleans.Bench.Standalone;
using PathwayOrleans.Producer.Command;

namespace PathwayOrleans.Cli.Bench;

/// <summary><c>bench standalone</c>: the standalone engine against a loop written by hand.</summary>
internal static class StandaloneBenchCommand
{
    internal static Command Create()
    {
        var defaults = new StandaloneBenchOptions();
        var events = new Option<long>("--events") { Description = "Events in the topic.", DefaultValueFactory = _ => defaults.Events, HelpName = "COUNT" };
        var users = new Option<int>("--users") { Description = "Users among whom they are spread.", DefaultValueFactory = _ => defaults.Users, HelpName = "COUNT" };
        var rounds = new Option<int>("--rounds") { Description = "How often the two run in turn; medians are reported.", DefaultValueFactory = _ => defaults.Rounds, HelpName = "COUNT" };
        var memoryUsers = new Option<int>("--memory-users") { Description = "Distinct users of the memory measurement; 0 leaves it out.", DefaultValueFactory = _ => defaults.MemoryUsers, HelpName = "COUNT" };
        var brokers = new Option<string?>("--brokers") { Description = "A Kafka to measure on instead of the embedded one.", HelpName = "SERVERS" };
        var json = new Option<bool>("--json") { Description = "One JSON object, last on standard output." };
        var command = new Command("standalone", "The standalone engine against a hand-written loop with the same guarantee: rates, ratio, memory, connections.")
        {
            events, users, rounds, memoryUsers, brokers, json,
        };
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            async () =>
            {
                var options = new StandaloneBenchOptions
                {
                    Events = parsed.GetValue(events),
                    Users = parsed.GetValue(users),
                    Rounds = parsed.GetValue(rounds),
                    MemoryUsers = parsed.GetValue(memoryUsers),
                    Brokers = parsed.GetValue(brokers),
                };
                StandaloneBenchResult result = await StandaloneBench.RunAsync(options, Console.Error.WriteLine, cancellationToken);
                await Console.Out.WriteLineAsync(parsed.GetValue(json) ? result.ToJson() : Describe(result));
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static string Describe(StandaloneBenchResult result)
    {
        FormattableString text =
            $"""
            {result.Events:n0} events, {result.Users:n0} users, median of {result.Rounds}
              by hand      {result.ByHand:n0} events/s
              engine       {result.Engine:n0} events/s
              ratio        {result.Ratio:n2}
              peak memory  {result.PeakBytes >> 20} MB
              connections  {result.Connections}
            """;
        FormattableString memory = $"\n{result.MemoryUsers:n0} users\n  peak memory  {result.MemoryPeakBytes >> 20} MB";
        return text.ToString(CultureInfo.InvariantCulture) + (result.MemoryUsers > 0 ? memory.ToString(CultureInfo.InvariantCulture) : "");
    }
}

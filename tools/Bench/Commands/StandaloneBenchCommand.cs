using System.CommandLine;
using System.Globalization;
using PathwayOrleans.Bench.Standalone;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Kafka;

namespace PathwayOrleans.Bench.Commands;

/// <summary><c>bench standalone</c>: compares the standalone engine with a hand-written loop.</summary>
internal static class StandaloneBenchCommand
{
    internal static Command Create()
    {
        var defaults = new StandaloneBenchOptions();
        var arguments = new BenchArguments(defaults.Events, defaults.Users, defaults.Rounds);
        var memoryUsers = new Option<int>("--memory-users")
        {
            Description = "Number of users of the memory measurement; 0 omits it.",
            DefaultValueFactory = _ => defaults.MemoryUsers,
            HelpName = "COUNT",
        };
        var command = new Command(
            "standalone",
            "Compares the standalone engine with a hand-written loop of the same guarantee: rates, ratio, memory, connections.")
        {
            memoryUsers,
        };
        arguments.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            async () =>
            {
                var options = new StandaloneBenchOptions
                {
                    Events = parsed.GetValue(arguments.Events),
                    Users = parsed.GetValue(arguments.Users),
                    Rounds = parsed.GetValue(arguments.Rounds),
                    MemoryUsers = parsed.GetValue(memoryUsers),
                    Brokers = parsed.GetValue(arguments.Brokers),
                };
                StandaloneBenchResult result = await StandaloneBench.RunAsync(
                    options, Console.Error.WriteLine, cancellationToken);
                await Console.Out.WriteLineAsync(parsed.GetValue(arguments.Json) ? result.ToJson() : Describe(result));
                return ExitCodes.Success;
            },
            cancellationToken,
            KafkaErrors.Describe));
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
        FormattableString memory =
            $"""

            {result.MemoryUsers:n0} users
              peak memory  {result.MemoryPeakBytes >> 20} MB
            """;
        return text.ToString(CultureInfo.InvariantCulture) +
            (result.MemoryUsers > 0 ? memory.ToString(CultureInfo.InvariantCulture) : "");
    }
}

using System.CommandLine;
using System.Globalization;
using PathwayOrleans.CommandLine;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Producer.Kafka;

namespace PathwayOrleans.Bench.Commands;

/// <summary><c>bench silo</c>: compares one silo with the standalone engine and with a silo without group commit.</summary>
internal static class SiloBenchCommand
{
    internal static Command Create()
    {
        var defaults = new SiloBenchOptions { SiloDll = "" };
        var arguments = new BenchArguments(defaults.Events, defaults.Users, defaults.Rounds);
        var memoryUsers = new Option<int>("--memory-users")
        {
            Description = "Number of active users of the memory measurement; 0 omits it.",
            DefaultValueFactory = _ => defaults.MemoryUsers,
            HelpName = "COUNT",
        };
        var command = new Command(
            "silo",
            "Compares one silo with the standalone engine and with a silo without group commit: rates, ratios, memory, " +
            "connections.")
        {
            memoryUsers,
        };

        // The earlier name.
        command.Aliases.Add("cluster");
        arguments.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            async () =>
            {
                var options = new SiloBenchOptions
                {
                    SiloDll = BuiltProgram.Find("Silo"),
                    Events = parsed.GetValue(arguments.Events),
                    Users = parsed.GetValue(arguments.Users),
                    Rounds = parsed.GetValue(arguments.Rounds),
                    MemoryUsers = parsed.GetValue(memoryUsers),
                    Brokers = parsed.GetValue(arguments.Brokers),
                };
                SiloBenchResult result = await SiloBench.RunAsync(options, Console.Error.WriteLine, cancellationToken);
                await Console.Out.WriteLineAsync(parsed.GetValue(arguments.Json) ? result.ToJson() : Describe(result));
                return ExitCodes.Success;
            },
            cancellationToken,
            KafkaErrors.Describe));
        return command;
    }

    private static string Describe(SiloBenchResult result)
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
        FormattableString memory =
            $"""

            {result.MemoryUsers:n0} users
              silo                  {result.MemoryRate:n0} events/s
              peak memory           {result.MemoryPeakBytes >> 20} MB
            """;
        return text.ToString(CultureInfo.InvariantCulture) +
            (result.MemoryUsers > 0 ? memory.ToString(CultureInfo.InvariantCulture) : "");
    }
}

using System.CommandLine;
using System.Globalization;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Kafka;

namespace PathwayOrleans.Bench.Commands;

/// <summary><c>bench windows</c>: compares the standalone engine without and with windows.</summary>
internal static class WindowBenchCommand
{
    internal static Command Create()
    {
        var defaults = new WindowBenchOptions();
        var arguments = new BenchArguments(defaults.Events, defaults.Users, defaults.Rounds);
        var command = new Command(
            "windows",
            "Compares the standalone engine without and with a tumbling, a sliding and a session window: rates, ratio, memory.");
        arguments.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            async () =>
            {
                var options = new WindowBenchOptions
                {
                    Events = parsed.GetValue(arguments.Events),
                    Users = parsed.GetValue(arguments.Users),
                    Rounds = parsed.GetValue(arguments.Rounds),
                    Brokers = parsed.GetValue(arguments.Brokers),
                };
                WindowBenchResult result = await WindowBench.RunAsync(options, Console.Error.WriteLine, cancellationToken);
                await Console.Out.WriteLineAsync(parsed.GetValue(arguments.Json) ? result.ToJson() : Describe(result));
                return ExitCodes.Success;
            },
            cancellationToken,
            KafkaErrors.Describe));
        return command;
    }

    private static string Describe(WindowBenchResult result)
    {
        FormattableString text =
            $"""
            {result.Events:n0} events, {result.Users:n0} users, median of {result.Rounds}
              without windows  {result.Without:n0} events/s
              with three       {result.With:n0} events/s
              ratio            {result.Ratio:n2}
              window rows      {result.WindowRows:n0}
              peak memory      {result.PeakBytes >> 20} MB
            """;
        return text.ToString(CultureInfo.InvariantCulture);
    }
}

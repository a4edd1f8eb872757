using System.CommandLine;
using System.Globalization;
using PathwayOrleans.Bench.Batch;
using PathwayOrleans.Producer.Command;

namespace PathwayOrleans.Cli.Bench;

/// <summary><c>bench batch</c>: files beside the Kafka path.</summary>
internal static class BatchBenchCommand
{
    internal static Command Create()
    {
        var defaults = new BatchBenchOptions();
        var events = new Option<long>("--events") { Description = "Events in a file.", DefaultValueFactory = _ => defaults.Events, HelpName = "COUNT" };
        var users = new Option<int>("--users") { Description = "Users among whom they are spread.", DefaultValueFactory = _ => defaults.Users, HelpName = "COUNT" };
        var rounds = new Option<int>("--rounds") { Description = "How often the three run in turn; medians are reported.", DefaultValueFactory = _ => defaults.Rounds, HelpName = "COUNT" };
        var brokers = new Option<string?>("--brokers") { Description = "A Kafka to measure on instead of the embedded one, which holds fewer events.", HelpName = "SERVERS" };
        var json = new Option<bool>("--json") { Description = "One JSON object, last on standard output." };
        var command = new Command("batch", "Batches over NDJSON and CSV beside the standalone engine on a topic: rates, ratios, memory.")
        {
            events, users, rounds, brokers, json,
        };
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            async () =>
            {
                var options = new BatchBenchOptions
                {
                    Events = parsed.GetValue(events),
                    Users = parsed.GetValue(users),
                    Rounds = parsed.GetValue(rounds),
                    Brokers = parsed.GetValue(brokers),
                };
                BatchBenchResult result = await BatchBench.RunAsync(options, Console.Error.WriteLine, cancellationToken);
                await Console.Out.WriteLineAsync(parsed.GetValue(json) ? result.ToJson() : Describe(result));
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static string Describe(BatchBenchResult result)
    {
        FormattableString text =
            $"""
            {result.Events:n0} events, {result.Users:n0} users, median of {result.Rounds}
              Kafka        {result.Kafka:n0} events/s
              NDJSON       {result.Ndjson:n0} events/s, {result.NdjsonRatio:n2} times that
              CSV          {result.Csv:n0} events/s, {result.CsvRatio:n2} times that
              peak memory  {result.PeakBytes >> 20} MB
            """;
        return text.ToString(CultureInfo.InvariantCulture);
    }
}

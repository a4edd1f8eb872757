using System.CommandLine;
using System.Globalization;
using PathwayOrleans.Bench.Batch;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Kafka;

namespace PathwayOrleans.Bench.Commands;

/// <summary><c>bench batch</c>: compares batches over files with the standalone engine on a topic.</summary>
internal static class BatchBenchCommand
{
    internal static Command Create()
    {
        var defaults = new BatchBenchOptions();
        var arguments = new BenchArguments(defaults.Events, defaults.Users, defaults.Rounds);
        arguments.Events.Description =
            "Number of events in each file. The topic has fewer if the embedded Kafka cannot hold them.";
        var command = new Command(
            "batch", "Compares batches over NDJSON and CSV files with the standalone engine on a topic: rates, ratios, memory.");
        arguments.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            async () =>
            {
                var options = new BatchBenchOptions
                {
                    Events = parsed.GetValue(arguments.Events),
                    Users = parsed.GetValue(arguments.Users),
                    Rounds = parsed.GetValue(arguments.Rounds),
                    Brokers = parsed.GetValue(arguments.Brokers),
                };
                BatchBenchResult result = await BatchBench.RunAsync(options, Console.Error.WriteLine, cancellationToken);
                await Console.Out.WriteLineAsync(parsed.GetValue(arguments.Json) ? result.ToJson() : Describe(result));
                return ExitCodes.Success;
            },
            cancellationToken,
            KafkaErrors.Describe));
        return command;
    }

    private static string Describe(BatchBenchResult result)
    {
        FormattableString text =
            $"""
            {result.Events:n0} events, {result.Users:n0} users, median of {result.Rounds}
              Kafka        {result.Kafka:n0} events/s
              NDJSON       {result.Ndjson:n0} events/s, {result.NdjsonRatio:n2} of Kafka
              CSV          {result.Csv:n0} events/s, {result.CsvRatio:n2} of Kafka
              peak memory  {result.PeakBytes >> 20} MB
            """;
        return text.ToString(CultureInfo.InvariantCulture);
    }
}

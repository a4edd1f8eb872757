using System.CommandLine;
using System.Globalization;
using PathwayOrleans.Bench.Pipeline;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Kafka;

namespace PathwayOrleans.Bench.Commands;

/// <summary><c>bench pipeline</c>: measures the standalone engine with a pipeline over wide records.</summary>
internal static class PipelineBenchCommand
{
    internal static Command Create()
    {
        var defaults = new PipelineBenchOptions();
        var arguments = new BenchArguments(defaults.Events, defaults.Users, defaults.Rounds);
        var command = new Command(
            "pipeline",
            "Measures the standalone engine with a pipeline of three views over records of 400 bytes: rate, allocations.");
        arguments.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            async () =>
            {
                var options = new PipelineBenchOptions
                {
                    Events = parsed.GetValue(arguments.Events),
                    Users = parsed.GetValue(arguments.Users),
                    Rounds = parsed.GetValue(arguments.Rounds),
                    Brokers = parsed.GetValue(arguments.Brokers),
                };
                PipelineBenchResult result = await PipelineBench.RunAsync(options, Console.Error.WriteLine, cancellationToken);
                await Console.Out.WriteLineAsync(parsed.GetValue(arguments.Json) ? result.ToJson() : Describe(result));
                return ExitCodes.Success;
            },
            cancellationToken,
            KafkaErrors.Describe));
        return command;
    }

    private static string Describe(PipelineBenchResult result)
    {
        FormattableString text =
            $"""
            {result.Events:n0} records, {result.Users:n0} keys, median of {result.Rounds}
              rate         {result.EventsPerSecond:n0} records/s
              allocated    {result.AllocatedBytesPerEvent:n1} bytes per record
              peak memory  {result.PeakBytes >> 20} MB
            """;
        return text.ToString(CultureInfo.InvariantCulture);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Standalone.Batch;

namespace PathwayOrleans.Cli.Batch;

/// <summary>Formats the result of a run as text or JSON.</summary>
internal static class BatchOutput
{
    internal static string ToJson(BatchResult result)
    {
        double seconds = Math.Round(result.Elapsed.TotalSeconds, 3);
        return JsonSerializer.Serialize(
            new
            {
                inputs = result.Inputs,
                result.Records,
                result.Applied,
                skipped = result.AlreadyApplied,
                result.DeadLetters,
                result.NotCounted,
                finished = result.IsFinished,
                seconds,
                eventsPerSecond = PerSecond(result),
            },
            JsonSerializerOptions.Web);
    }

    internal static string Describe(BatchResult result)
    {
        var text = new StringBuilder();
        foreach (BatchInputResult input in result.Inputs)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{input.Name} ({input.Source}[{input.Partition}]): {input.Applied:N0} applied, " +
                $"{input.AlreadyApplied:N0} already applied, {input.DeadLetters:N0} dead letters{Reasons(input)}" +
                $"{Uncounted(input.NotCounted)}");
        }

        return text
            .Append(
                CultureInfo.InvariantCulture,
                $"{result.Applied:N0} events applied in {result.Elapsed.TotalSeconds:0.0} s: {PerSecond(result):N0} per second.")
            .ToString();
    }

    /// <summary>The error of a run in which no record was counted.</summary>
    internal static string DescribeNothingCounted(BatchResult result)
    {
        if (result.NotCounted > 0)
        {
            return $"No record was counted: {DisplayFormat.Number(result.DeadLetters)} are dead letters, and " +
                $"{DisplayFormat.Number(result.NotCounted)} pass no WHERE of the pipeline. `./pathway pipeline try` shows what " +
                "becomes of a sample.";
        }

        string reasons = string.Join(
            ", ", result.Inputs.SelectMany(input => input.DeadLetterReasons).GroupBy(reason => reason.Key)
                .Select(group => Count(KeyValuePair.Create(group.Key, group.Sum(reason => reason.Value)))));
        return $"No record was counted: all are dead letters ({reasons}). `./pathway report dead-letters --reason REASON` " +
            "lists them with their payload. Check that the input has the format of --input-format and the expected fields.";
    }

    /// <summary>What is durable when a run is ended before it has stopped.</summary>
    internal static string DescribeDurable(BatchProgress progress)
    {
        string durable = progress is { Durable: { } records, Total: { } total }
            ? $"{DisplayFormat.Number(records)} of {DisplayFormat.Number(total)} records of this run are known to be durable."
            : "This run had counted nothing yet.";
        return $"{durable} Run the same command again to process the remaining records; none counts twice.";
    }

    private static string Reasons(BatchInputResult input) => input.DeadLetters == 0
        ? ""
        : $" ({string.Join(", ", input.DeadLetterReasons.OrderByDescending(reason => reason.Value).Select(Count))})";

    private static string Uncounted(long records) =>
        records == 0 ? "" : $", {DisplayFormat.Number(records)} count in no view";

    private static string Count(KeyValuePair<string, long> reason) =>
        $"{DisplayFormat.Number(reason.Value)} {reason.Key}";

    private static long PerSecond(BatchResult result) =>
        result.Elapsed > TimeSpan.Zero ? (long)(result.Applied / result.Elapsed.TotalSeconds) : 0;
}

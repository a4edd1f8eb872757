using System.Globalization;
using System.Text;
using System.Text.Json;
using PathwayOrleans.Standalone.Batch;

namespace PathwayOrleans.Cli.Batch;

/// <summary>What came of a run, for people and for programs.</summary>
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
                $"{input.Name} ({input.Source}[{input.Partition}]): {input.Applied:N0} counted, {input.AlreadyApplied:N0} counted before, {input.DeadLetters:N0} dead letters");
        }

        return text
            .Append(
                CultureInfo.InvariantCulture,
                $"{result.Applied:N0} events counted in {result.Elapsed.TotalSeconds:0.0} s: {PerSecond(result):N0} a second.")
            .ToString();
    }

    private static long PerSecond(BatchResult result) =>
        result.Elapsed > TimeSpan.Zero ? (long)(result.Applied / result.Elapsed.TotalSeconds) : 0;
}

using System.Globalization;
using System.Text;
using PathwayOrleans.Demo.Proof;

namespace PathwayOrleans.Demo.View;

/// <summary>The result of a demo with a pipeline as text.</summary>
internal static class PipelineProofText
{
    internal static string Write(PipelineDemoResult result)
    {
        int width = Math.Max("dead letters".Length, result.Views.Max(view => view.Name.Length));
        var text = new StringBuilder("Proof: the views compared with those that Postgres computes over the records of the topic");
        Add("records", string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Produced:N0} produced: {result.Counted:N0} count, {result.NotCounted:N0} pass no WHERE, " +
            $"{result.Rejected:N0} count in no view because they are dead letters"));
        if (result is { Lost: { } lost, Duplicated: { } duplicated })
        {
            Add("counts", string.Create(CultureInfo.InvariantCulture, $"{lost:N0} lost, {duplicated:N0} counted twice"));
        }

        foreach (ViewResult view in result.Views)
        {
            string verdict = Verdict(view.Mismatches, "all as Postgres computes them");
            Add(view.Name, string.Create(CultureInfo.InvariantCulture, $"{view.Rows:N0} rows: {verdict}"));
        }

        Add("dead letters", Describe(result.DeadLetters));
        Add("workers", string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Workers} at a time, {result.Kills} killed, at most {result.DatabaseConnections} database connections"));
        string without = result.Engine == EngineNames.Both ? ", without the switch of engines" : "";
        Add("speed", string.Create(
            CultureInfo.InvariantCulture,
            $"{result.RecordsPerSecond:N0} records/s: {result.Seconds:0.0} s from the first record produced to the last one " +
            $"durable{without}"));
        text.AppendLine();
        if (result.Faults is { } faults)
        {
            text.AppendLine(faults.Describe());
        }

        return text.Append(result.Exact
            ? "Nothing was lost and nothing was counted twice."
            : "THE PROOF FAILED: the database differs from what Postgres computes.").ToString();

        void Add(string name, string line) =>
            text.AppendLine().Append("  ").Append(name.PadRight(width)).Append("  ").Append(line);
    }

    private static string Describe(IReadOnlyList<LetterResult> letters)
    {
        string reasons = string.Join(
            ", ", letters.Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Found:N0} {reason.Reason}")));
        return letters.Count == 0
            ? "none, and none is expected"
            : $"{reasons}: {Verdict(letters.Sum(reason => reason.Mismatches), "each exactly once, with its reason")}";
    }

    private static string Verdict(long wrong, string ok) =>
        wrong == 0 ? ok : string.Create(CultureInfo.InvariantCulture, $"{wrong:N0} differ");
}

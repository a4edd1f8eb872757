using System.Globalization;
using System.Text.Json.Nodes;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Running;
using PathwayOrleans.Pipelines.State;

namespace PathwayOrleans.Cli.Pipeline;

/// <summary>What a run over a sample gave.</summary>
internal static class TryOutput
{
    private const string Null = "-";
    private const string Indent = "  ";

    internal static IEnumerable<string> Lines(PipelineRunner runner, int limit)
    {
        foreach (string line in runner.Tables.SelectMany(table => Lines(table, limit)))
        {
            yield return line;
        }

        yield return $"records: {DisplayFormat.Number(runner.Records)}, counted {DisplayFormat.Number(runner.Counted)}, " +
            $"pass no WHERE {DisplayFormat.Number(runner.NotCounted)}, dead letters {DisplayFormat.Number(runner.DeadLetters.Count)}";
        foreach ((string reason, long count, IReadOnlyList<RejectedRecord> first) in runner.DeadLetters.ByReason)
        {
            yield return $"{Indent}{reason}: {DisplayFormat.Number(count)}";
            foreach (RejectedRecord record in first)
            {
                yield return $"{Indent}{Indent}line {record.Position}: {Printable.Sanitize(record.Rejection.ToString())}";
            }

            if (count > first.Count)
            {
                yield return $"{Indent}{Indent}and {DisplayFormat.Number(count - first.Count)} more";
            }
        }

        foreach (string failure in runner.Failures)
        {
            yield return $"{Indent}NULL, because it has no value: {Printable.Sanitize(failure)}";
        }
    }

    internal static string ToJson(PipelineRunner runner, int limit) => PipelineJson.Line(new
    {
        records = runner.Records,
        counted = runner.Counted,
        notCounted = runner.NotCounted,
        views = runner.Tables.Select(table => new
        {
            name = table.View.Name,
            rowCount = table.Count,
            rows = table.Rows.Take(limit).Select(row => ToJson(table, row)),
        }),
        deadLetters = runner.DeadLetters.ByReason.Select(entry => new
        {
            reason = entry.Reason,
            count = entry.Count,
            first = entry.First.Select(record => new
            {
                line = record.Position.ToOffset(),
                detail = record.Rejection.ToString(),
            }),
        }),
        failures = runner.Failures,
    });

    private static IEnumerable<string> Lines(ViewTable table, int limit)
    {
        IReadOnlyList<OutputColumn> columns = table.View.Definition.Outputs;
        var text = new TextTable(
            [.. columns.Select(column => (column.Expression.Type.IsNumber() ? ">" : "") + Printable.Sanitize(column.Name))]);
        foreach (ViewRow row in table.Rows.Take(limit))
        {
            text.Add([.. row.Values.Select(value => value is null ? Null : Printable.Sanitize(ViewTable.TextOf(value)))]);
        }

        yield return $"{table.View.Name}: {DisplayFormat.Number(table.Count)} row{(table.Count == 1 ? "" : "s")}";
        if (table.Count == 0)
        {
            yield break;
        }

        foreach (string line in text.Lines())
        {
            yield return Indent + line;
        }

        if (table.Count > limit)
        {
            yield return $"{Indent}and {DisplayFormat.Number(table.Count - limit)} more; --limit 0 shows all";
        }

        yield return "";
    }

    private static JsonObject ToJson(ViewTable table, ViewRow row)
    {
        var shown = new JsonObject();
        for (int i = 0; i < row.Values.Length; i++)
        {
            shown.Add(table.View.Definition.Outputs[i].Name, ToJson(row.Values[i]));
        }

        return shown;
    }

    // Numbers of JSON are those that JSON has; everything else is Postgres's text.
    private static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        bool flag => flag,
        int number => number,
        long number => number,
        decimal number => JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture)),
        double number when double.IsFinite(number) => number,
        float number when float.IsFinite(number) => number,
        _ => ViewTable.TextOf(value),
    };
}

using System.Globalization;
using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Cli.Pipeline;

/// <summary>An explanation as lines of text.</summary>
internal static class ExplanationText
{
    private const string Indent = "  ";

    internal static IEnumerable<string> Lines(Explanation explanation)
    {
        yield return $"source {Printable.Sanitize(explanation.Source)}";
        yield return $"{Indent}event time: {explanation.EventTime}";
        yield return $"{Indent}key: {string.Join(", ", explanation.Key)}";
        yield return "reads";
        var reads = new TextTable("column", "type", "from", "rules");
        foreach (ReadColumn column in explanation.Reads)
        {
            reads.Add(column.Name, column.Type, Printable.Sanitize(column.From), Printable.Sanitize(column.Rules));
        }

        foreach (string line in reads.Lines())
        {
            yield return Indent + line;
        }

        if (explanation.NotRead.Count > 0)
        {
            yield return $"{Indent}not needed, so not read: {string.Join(", ", explanation.NotRead)}";
        }

        foreach (string line in explanation.Views.SelectMany(Lines))
        {
            yield return line;
        }

        foreach (string view in explanation.PlainViews)
        {
            yield return $"view {view}";
            yield return $"{Indent}evaluated by Postgres when it is read";
        }
    }

    private static IEnumerable<string> Lines(ExplainedView view)
    {
        yield return $"materialized view {view.Name}";
        if (view.Window is { } window)
        {
            yield return $"{Indent}windows: {window}";
        }

        string counts = view.Where is null ? "every record" : $"records where {Printable.Sanitize(view.Where)}";
        yield return $"{Indent}counts: {counts}";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{Indent}keeps {view.Bytes} bytes per key{(view.Window is null ? "" : " and open window")}");
        var keeps = new TextTable("aggregate", ">bytes", "and");
        foreach (KeptAggregate kept in view.Keeps)
        {
            keeps.Add(
                Printable.Sanitize(kept.Aggregate), kept.Bytes.ToString(CultureInfo.InvariantCulture), kept.Grows ?? "");
        }

        var writes = new TextTable("column", "type", "value");
        foreach (WrittenColumn column in view.Writes)
        {
            writes.Add(column.Name, column.Type, Printable.Sanitize(column.Expression));
        }

        foreach (string line in keeps.Lines())
        {
            yield return $"{Indent}{Indent}{line}";
        }

        yield return $"{Indent}writes table {view.Name}";
        foreach (string line in writes.Lines())
        {
            yield return $"{Indent}{Indent}{line}";
        }
    }
}

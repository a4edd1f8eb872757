using System.Globalization;
using System.Text;
using System.Text.Json;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report.Diff;

/// <summary>Formats the result of a comparison as text or JSON.</summary>
/// <param name="a">The first service.</param>
/// <param name="b">The second one.</param>
/// <param name="tables">The tables that were compared.</param>
/// <param name="others">The views that could not be compared.</param>
internal sealed class DiffText(
    string a, string b, IReadOnlyList<TableDiff> tables, IReadOnlyList<IncomparableView> others)
{
    internal bool IsEqual => others.Count == 0 && tables.All(table => table.IsEqual);

    // Without views that cannot be compared, the object is the one of earlier versions.
    internal string Json => others.Count == 0
        ? JsonSerializer.Serialize(new { a, b, equal = IsEqual, tables }, ReportJson.Options)
        : JsonSerializer.Serialize(new { a, b, equal = IsEqual, tables, incomparable = others }, ReportJson.Options);

    internal string Lines
    {
        get
        {
            int width = tables.Select(table => table.Table.Length).Concat(others.Select(other => other.View.Length)).Max();
            var text = new StringBuilder();
            foreach (TableDiff table in tables)
            {
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"{table.Table.PadRight(width)}  {table.Compared:N0} rows compared: {table.OnlyInA:N0} only in {a}, " +
                    $"{table.OnlyInB:N0} only in {b}, {table.Differing:N0} differ{Empty(table)}");
                foreach (RowDiff example in table.Examples)
                {
                    text.AppendLine($"  {Describe(example)}");
                }
            }

            foreach (IncomparableView other in others)
            {
                text.AppendLine($"{other.View.PadRight(width)}  not compared: {other.Reason}");
            }

            return text.Append(IsEqual ? $"{a} and {b} are equal to the last bit." : $"{a} and {b} DIFFER.").ToString();
        }
    }

    // All rows of the other service are differences then; the reason is usually that this one has not read the input.
    private string Empty(TableDiff table) => (table.RowsOfA, table.RowsOfB) switch
    {
        (0, 0) => $"; {a} and {b} have no rows",
        (0, _) => $"; {a} has no rows",
        (_, 0) => $"; {b} has no rows",
        _ => "",
    };

    private string Describe(RowDiff example) => (example.A, example.B) switch
    {
        ({ } row, null) => $"only in {a}: {Columns(row)}",
        (null, { } row) => $"only in {b}: {Columns(row)}",
        ({ } one, { } other) => $"differs: {Columns(one, other)}",
        _ => "",
    };

    private static string Columns(JsonElement row) => string.Join(
        ", ", row.EnumerateObject().Select(column => $"{column.Name} {Value(column.Value)}"));

    // Equal columns once, different columns with both values.
    private static string Columns(JsonElement one, JsonElement other) => string.Join(", ", one.EnumerateObject().Select(column =>
    {
        (string left, string right) = (Value(column.Value), Value(other.GetProperty(column.Name)));
        return left == right ? $"{column.Name} {left}" : $"{column.Name} {left} against {right}";
    }));

    private static string Value(JsonElement value) => Printable.Sanitize(value.ToString());
}

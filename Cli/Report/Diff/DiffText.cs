using System.Globalization;
using System.Text;
using System.Text.Json;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report.Diff;

/// <summary>Formats the result of a comparison as text or JSON.</summary>
internal static class DiffText
{
    internal static string Json(string[] services, IReadOnlyList<TableDiff> tables) => JsonSerializer.Serialize(
        new { a = services[0], b = services[1], equal = tables.All(table => table.IsEqual), tables }, ReportJson.Options);

    internal static string Describe(string[] services, IReadOnlyList<TableDiff> tables)
    {
        (string a, string b) = (services[0], services[1]);
        int width = tables.Max(table => table.Table.Length);
        var text = new StringBuilder();
        foreach (TableDiff table in tables)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{table.Table.PadRight(width)}  {table.Compared:N0} rows compared: {table.OnlyInA:N0} only in {a}, " +
                $"{table.OnlyInB:N0} only in {b}, {table.Differing:N0} differ{Empty(a, b, table)}");
            foreach (RowDiff example in table.Examples)
            {
                text.AppendLine($"  {Describe(a, b, example)}");
            }
        }

        return text
            .Append(tables.All(table => table.IsEqual) ? $"{a} and {b} are equal to the last bit." : $"{a} and {b} DIFFER.")
            .ToString();
    }

    // All rows of the other service are differences then; the reason is usually that this one has no windows configured.
    private static string Empty(string a, string b, TableDiff table) => (table.RowsOfA, table.RowsOfB) switch
    {
        (0, 0) => $"; {a} and {b} have no rows",
        (0, _) => $"; {a} has no rows",
        (_, 0) => $"; {b} has no rows",
        _ => "",
    };

    private static string Describe(string a, string b, RowDiff example) => (example.A, example.B) switch
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

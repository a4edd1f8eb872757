using System.Text.Json;
using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Client.Commands;

/// <summary>Shows the rows of a report, whose columns are the members of its JSON.</summary>
internal static class ReportTable
{
    /// <summary>A table of rows, at least one.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The members that are shown; null: all.</param>
    internal static TextTable Of(IReadOnlyList<JsonElement> rows, IReadOnlyList<string>? columns = null)
    {
        string[] names = [.. columns ?? rows[0].EnumerateObject().Select(member => member.Name)];
        var table = new TextTable(
        [
            .. names.Select(name => $"{(rows.Any(row => IsNumber(row, name)) ? ">" : "")}{Printable.Sanitize(name)}"),
        ]);
        foreach (JsonElement row in rows)
        {
            table.Add([.. names.Select(name => Cell(row.GetProperty(name)))]);
        }

        return table;
    }

    /// <summary>A row as one line.</summary>
    internal static string Line(JsonElement row) => string.Join(
        ", ", row.EnumerateObject().Select(member => $"{Printable.Sanitize(member.Name)} {Cell(member.Value)}"));

    private static bool IsNumber(JsonElement row, string name) => row.GetProperty(name).ValueKind == JsonValueKind.Number;

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "-",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Cell)),
        _ => Printable.Sanitize(value.ToString()),
    };
}

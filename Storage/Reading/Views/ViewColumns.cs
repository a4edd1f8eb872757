using System.Globalization;
using PathwayOrleans.Storage.Reading.Definitions;

namespace PathwayOrleans.Storage.Reading.Views;

/// <summary>Describes the columns of a view to reports.</summary>
internal static class ViewColumns
{
    private const string Time = "timestamp with time zone";

    /// <summary>The columns that the companion of a windowed view adds.</summary>
    internal static (string Name, string Type)[] Status { get; } = [("closed", "boolean"), ("reopened_at", Time)];

    /// <summary>Whether a window is closed.</summary>
    internal static (string Name, string Type)[] Closed { get; } = [Status[0]];

    /// <summary>The columns of rows with cells in this order.</summary>
    internal static IReadOnlyList<ReportColumn> Of(IReadOnlyList<(string Name, string Type)> columns) =>
        [.. columns.Select((column, place) => Of(column.Name, column.Type, place))];

    /// <summary>The type of a column's total.</summary>
    internal static string TotalType(ViewColumnDescription column) =>
        column is { Total: "sum", Type: "integer" or "bigint" } ? "numeric" : column.Type;

    private static ReportColumn Of(string name, string type, int place)
    {
        ReportColumnKind kind = type switch
        {
            "integer" or "bigint" => ReportColumnKind.Number,
            "real" or "double precision" => ReportColumnKind.Value,
            "numeric" => ReportColumnKind.Numeric,
            "boolean" => ReportColumnKind.Flag,
            Time => ReportColumnKind.Timestamp,
            _ => ReportColumnKind.Text,
        };
        return new ReportColumn(name, kind, row => ((ViewRow)row).Cells[place] is { } cell ? Parse(kind, cell) : null);
    }

    private static object Parse(ReportColumnKind kind, string cell) => kind switch
    {
        ReportColumnKind.Number => long.Parse(cell, CultureInfo.InvariantCulture),
        ReportColumnKind.Value => double.Parse(cell, CultureInfo.InvariantCulture),
        ReportColumnKind.Flag => cell == "true",
        _ => cell,
    };
}

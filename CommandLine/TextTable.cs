using Spectre.Console;

namespace PathwayOrleans.CommandLine;

/// <summary>A table of text: drawn on a terminal, aligned in plain lines elsewhere.</summary>
/// <param name="columns">
/// Column names. A name with the prefix <c>&gt;</c> makes the column right-aligned; the prefix is not shown.
/// </param>
public sealed class TextTable(params string[] columns)
{
    private const char Right = '>';
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row with one cell per column.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>The table for a terminal.</summary>
    public Table Draw()
    {
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string column in columns)
        {
            var drawn = new TableColumn(new Text(Name(column)));
            table.AddColumn(IsRight(column) ? drawn.RightAligned() : drawn);
        }

        foreach (string[] row in _rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        return table;
    }

    /// <summary>The table as plain lines with aligned columns.</summary>
    public IEnumerable<string> Lines()
    {
        string[][] all = [[.. columns.Select(Name)], .. _rows];
        int[] widths = [.. columns.Select((_, i) => all.Max(row => row[i].Length))];
        return all.Select(row => string.Join(Gap, row.Select((cell, i) =>
            IsRight(columns[i]) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
    }

    private static bool IsRight(string column) => column[0] == Right;

    private static string Name(string column) => column.TrimStart(Right);
}

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

    // A border and a blank on each side of a cell, and the border at the end.
    private const int CellFrame = 3;
    private const int LastBorder = 1;

    // Of a text that a terminal shows. Numbers are never cut.
    private const int MaxCharacters = 120;

    private readonly List<string[]> _rows = [];

    /// <summary>
    /// The names of columns that are left out on a terminal that is too narrow for all, the least important first. Words are not
    /// broken before all of these are gone.
    /// </summary>
    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>Adds a row with one cell per column.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>The table for a terminal. Long texts are cut.</summary>
    /// <param name="width">The number of characters in a line of the terminal.</param>
    public Table Draw(int width = int.MaxValue)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        int[] shown = Fit(width);
        foreach (string column in shown.Select(i => columns[i]))
        {
            var drawn = new TableColumn(new Text(Name(column)));
            table.AddColumn(IsRight(column) ? drawn.RightAligned() : drawn);
        }

        foreach (string[] row in _rows)
        {
            table.AddRow(shown.Select(i => new Text(Shown(i, row[i]))));
        }

        return table;
    }

    /// <summary>The table as plain lines with aligned columns.</summary>
    public IEnumerable<string> Lines()
    {
        string[][] all = [[.. columns.Select(Name)], .. _rows];
        int[] widths = [.. columns.Select((_, i) => WidthOf(i, cell => cell))];
        return all.Select(row => string.Join(Gap, row.Select((cell, i) =>
            IsRight(columns[i]) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
    }

    // The indexes of the columns that are shown.
    private int[] Fit(int width)
    {
        List<int> shown = [.. Enumerable.Range(0, columns.Length)];
        foreach (string optional in Optional)
        {
            if (shown.Sum(i => (long)ShownWidthOf(i) + CellFrame) + LastBorder <= width)
            {
                break;
            }

            shown.RemoveAll(i => Name(columns[i]) == optional);
        }

        return [.. shown];
    }

    private string Shown(int column, string cell) => IsRight(columns[column]) ? cell : Printable.Cut(cell, MaxCharacters);

    private int ShownWidthOf(int column) => WidthOf(column, cell => Shown(column, cell));

    private int WidthOf(int column, Func<string, string> shown) =>
        _rows.Select(row => shown(row[column]).Length).Append(Name(columns[column]).Length).Max();

    private static bool IsRight(string column) => column[0] == Right;

    private static string Name(string column) => column.TrimStart(Right);
}

using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Reading.Definitions;
using Spectre.Console;

namespace PathwayOrleans.Cli.Report.Output;

/// <summary>
/// Writes a table: drawn on a terminal, as aligned lines elsewhere. Column widths depend on all rows, so it is written at the
/// end.
/// </summary>
internal sealed class TableRows(
    TextWriter output, TextWriter notes, IAnsiConsole? terminal, IReadOnlyList<ReportColumn> columns) : IRowWriter
{
    private readonly TextTable _table = new(
        [.. columns.Select(column => $"{(column.IsNumber() ? ">" : "")}{Printable.Sanitize(column.Name)}")]);

    private bool _hasRows;

    public Task WriteAsync(object row)
    {
        _hasRows = true;
        _table.Add([.. columns.Select(column => column.Display(row))]);
        return Task.CompletedTask;
    }

    public async Task EndAsync(string? next, IReadOnlyDictionary<string, object?> facts)
    {
        if (!_hasRows)
        {
            await notes.WriteLineAsync("No rows.");
            return;
        }

        if (terminal is not null)
        {
            terminal.Write(_table.Draw());
        }
        else
        {
            foreach (string line in _table.Lines())
            {
                await output.WriteLineAsync(line);
            }
        }

        await output.FlushAsync();
        if (next is not null)
        {
            await notes.WriteLineAsync($"There are more rows: use --limit, or --after {next}");
        }
    }
}

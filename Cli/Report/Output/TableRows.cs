using PathwayOrleans.Display;
using Spectre.Console;

namespace PathwayOrleans.Cli.Report.Output;

/// <summary>A table: drawn on a terminal, in aligned lines elsewhere. Its widths follow from all rows, so it is written at the end.</summary>
internal sealed class TableRows<T>(TextWriter output, TextWriter notes, IAnsiConsole? terminal, IReadOnlyList<ReportColumn<T>> columns) : IRowWriter<T>
{
    private readonly TextTable _table = new([.. columns.Select(column => $"{(column.IsNumber ? ">" : "")}{column.Name}")]);
    private bool _hasRows;

    public Task WriteAsync(T row)
    {
        _hasRows = true;
        _table.Add([.. columns.Select(column => column.Shown(row))]);
        return Task.CompletedTask;
    }

    public async Task EndAsync(string? next, IReadOnlyDictionary<string, object?> facts)
    {
        if (!_hasRows)
        {
            await notes.WriteLineAsync("Nothing to show.");
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
            await notes.WriteLineAsync($"There are more: --limit, or --after {next}");
        }
    }
}

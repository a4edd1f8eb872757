using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Reading.Definitions;
using Spectre.Console;

namespace PathwayOrleans.Cli.Report.Output;

/// <summary>The output of a report: rows go to standard output, notes to standard error.</summary>
internal sealed class ReportOutput(ReportFormat format)
{
    // Buffered: Console.Out would write each cell separately.
    private static readonly StreamWriter Output = new(Console.OpenStandardOutput(), bufferSize: 64 * 1024);

    internal bool IsTable => format == ReportFormat.Table;

    /// <summary>The terminal to draw on; null if standard output is not a terminal.</summary>
    private IAnsiConsole? Terminal { get; } =
        Console.IsOutputRedirected
            ? null
            : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });

    internal IRowWriter Rows(IReadOnlyList<ReportColumn> columns, bool isDrawn = false) => format switch
    {
        ReportFormat.Csv => new CsvRows(Output, columns),
        ReportFormat.Spreadsheet => new CsvRows(Output, columns, forSpreadsheets: true),
        ReportFormat.Json => new JsonRows(Output),
        _ when isDrawn => new BarChart(Output, Console.Error, Terminal, columns),
        _ => new TableRows(Output, Console.Error, Terminal, columns),
    };

    /// <summary>Writes notes on the rows. JSON has them as members, and CSV has no place for them.</summary>
    internal async Task DescribeAsync(string? note)
    {
        if (note is null || format == ReportFormat.Json)
        {
            return;
        }

        // The note has the name of the view.
        string shown = Printable.SanitizeLines(note);
        if (IsTable)
        {
            await Output.WriteLineAsync(shown);
            await Output.FlushAsync();
        }
        else
        {
            await NoteAsync(shown);
        }
    }

    internal static Task NoteAsync(string line) => Console.Error.WriteLineAsync(line);
}

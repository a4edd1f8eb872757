using Spectre.Console;

namespace PathwayOrleans.Cli.Report.Output;

/// <summary>The output of a report: rows go to standard output, notes to standard error.</summary>
internal sealed class ReportOutput(ReportFormat format)
{
    // Buffered: Console.Out would write each cell separately.
    private static readonly StreamWriter Output = new(Console.OpenStandardOutput(), bufferSize: 64 * 1024);

    internal bool IsJson => format == ReportFormat.Json;

    internal bool IsTable => format == ReportFormat.Table;

    internal static TextWriter Lines => Output;

    /// <summary>The terminal to draw on; null if standard output is not a terminal.</summary>
    internal IAnsiConsole? Terminal { get; } =
        Console.IsOutputRedirected
            ? null
            : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });

    internal IRowWriter<T> Rows<T>(IReadOnlyList<ReportColumn<T>> columns) => format switch
    {
        ReportFormat.Csv => new CsvRows<T>(Output, columns),
        ReportFormat.Spreadsheet => new CsvRows<T>(Output, columns, forSpreadsheets: true),
        ReportFormat.Json => new JsonRows<T>(Output),
        _ => new TableRows<T>(Output, Console.Error, Terminal, columns),
    };

    internal static Task NoteAsync(string line) => Console.Error.WriteLineAsync(line);
}

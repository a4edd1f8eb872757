using Spectre.Console;

namespace PathwayOrleans.Cli.Report.Output;

/// <summary>Where a report goes: rows to standard output, what is no row to standard error.</summary>
internal sealed class ReportOutput(ReportFormat format)
{
    // Lines are collected before they are written; Console.Out would write each cell by itself.
    private static readonly StreamWriter Output = new(Console.OpenStandardOutput(), bufferSize: 64 * 1024);

    internal bool IsJson => format == ReportFormat.Json;

    internal bool IsTable => format == ReportFormat.Table;

    internal static TextWriter Lines => Output;

    /// <summary>The terminal to draw on; null where standard output is none.</summary>
    internal IAnsiConsole? Terminal { get; } =
        Console.IsOutputRedirected ? null : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });

    internal IRowWriter<T> Rows<T>(IReadOnlyList<ReportColumn<T>> columns) => format switch
    {
        ReportFormat.Csv => new CsvRows<T>(Output, columns),
        ReportFormat.Json => new JsonRows<T>(Output),
        _ => new TableRows<T>(Output, Console.Error, Terminal, columns),
    };

    internal static Task NoteAsync(string line) => Console.Error.WriteLineAsync(line);
}

using System.Globalization;
using PathwayOrleans.Storage.Reading.Definitions;

namespace PathwayOrleans.Cli.Report.Output;

/// <summary>
/// Writes CSV (RFC 4180): a header, CRLF, and quotes around cells with a comma, a quote or a line break. For spreadsheets a text
/// that they would take for a formula begins with an apostrophe (OWASP, "CSV Injection").
/// </summary>
internal sealed class CsvRows : IRowWriter
{
    private const string LineEnd = "\r\n";
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    private readonly TextWriter _output;
    private readonly IReadOnlyList<ReportColumn> _columns;
    private readonly bool _forSpreadsheets;

    internal CsvRows(TextWriter output, IReadOnlyList<ReportColumn> columns, bool forSpreadsheets = false)
    {
        _forSpreadsheets = forSpreadsheets;
        _output = output;
        _columns = columns;
        _output.Write(Line(columns.Select(column => column.Name)));
    }

    public Task WriteAsync(object row) => _output.WriteAsync(Line(_columns.Select(column => Plain(column.Csv(row)))));

    public Task EndAsync(string? next, IReadOnlyDictionary<string, object?> facts) => _output.FlushAsync();

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + LineEnd;

    private string Plain(string text) =>
        _forSpreadsheets && text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]
        && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? $"'{text}"
            : text;

    private static string Cell(string text) =>
        text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

namespace PathwayOrleans.Cli.Report.Output;

/// <summary>Writes CSV (RFC 4180): a header, CRLF, and quotes around cells with a comma, a quote or a line break.</summary>
internal sealed class CsvRows<T> : IRowWriter<T>
{
    private const string LineEnd = "\r\n";
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    private readonly TextWriter _output;
    private readonly IReadOnlyList<ReportColumn<T>> _columns;

    internal CsvRows(TextWriter output, IReadOnlyList<ReportColumn<T>> columns)
    {
        _output = output;
        _columns = columns;
        _output.Write(Line(columns.Select(column => column.Name)));
    }

    public Task WriteAsync(T row) => _output.WriteAsync(Line(_columns.Select(column => column.Csv(row))));

    public Task EndAsync(string? next, IReadOnlyDictionary<string, object?> facts) => _output.FlushAsync();

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + LineEnd;

    private static string Cell(string text) =>
        text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

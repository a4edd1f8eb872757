using System.Text;
using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Runtime.Csv;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Binds what <c>ENCODE CSV</c> says.</summary>
/// <param name="source">The source.</param>
/// <param name="options">The options of the encoding by name.</param>
/// <param name="diagnostics">Where errors go.</param>
internal sealed class CsvBinder(CreateSource source, IReadOnlyDictionary<string, SqlOption> options, DiagnosticBag diagnostics)
{
    private const char DefaultDelimiter = ',';

    /// <summary>The options of the encoding.</summary>
    internal static readonly string[] Options = ["delimiter", "header", "null"];

    internal CsvDefinition Bind()
    {
        char delimiter = BindDelimiter();
        SourceColumnClause[] columns =
            [.. source.Columns.Where(column => !column.Options.Any(option => option is ComputedOption))];
        string[]? header = BindHeader(delimiter, columns);
        if (header is null && columns.Length == 0)
        {
            diagnostics.Add(
                source.Format!.Encoding.Span,
                "The source has no column for a field of its records. Declare one, or name the fields with the option header.");
        }

        return new CsvDefinition(
            delimiter, BindNull(delimiter), header ?? [.. columns.Select(column => column.Name.Text)], header is not null);
    }

    private char BindDelimiter()
    {
        if (!options.TryGetValue("delimiter", out SqlOption? option))
        {
            return DefaultDelimiter;
        }

        if (option.Value is [var delimiter] && char.IsAscii(delimiter) && delimiter is not ('"' or '\r' or '\n' or '\0'))
        {
            return delimiter;
        }

        diagnostics.Add(
            option.ValueSpan,
            "A delimiter is one ASCII character, and neither a double quote nor a line end, such as ';' or E'\\t'.");
        return DefaultDelimiter;
    }

    private string BindNull(char delimiter)
    {
        if (!options.TryGetValue("null", out SqlOption? option))
        {
            return "";
        }

        if (option.Value.AsSpan().ContainsAny([delimiter, '"', '\r', '\n', '\0']))
        {
            diagnostics.Add(
                option.ValueSpan,
                "The text for NULL is a field without quotes, so it has no delimiter, no double quote and no line end. Use " +
                "another text, such as 'NULL' or '\\N'.");
        }

        return option.Value;
    }

    private string[]? BindHeader(char delimiter, SourceColumnClause[] columns)
    {
        if (!options.TryGetValue("header", out SqlOption? option))
        {
            return null;
        }

        byte[] record = Encoding.UTF8.GetBytes(option.Value);
        var scanner = new CsvScanner(record, (byte)delimiter, CsvScanner.Special((byte)delimiter));
        var names = new List<string>();
        while (scanner.TryRead(out CsvField field))
        {
            byte[] name = new byte[field.Length];
            int length = CsvField.Unquote(record.AsSpan(field.Start, field.Length), name);
            names.Add(Encoding.UTF8.GetString(name.AsSpan(0, length)).Trim());
        }

        if (scanner.Problem is { } problem)
        {
            diagnostics.Add(
                option.ValueSpan, $"The header {problem}. Write the names as in a record, such as 'a{delimiter}b{delimiter}c'.");
            return [];
        }

        Check(names, option, columns);
        return [.. names];
    }

    // A field that no column takes needs no name.
    private void Check(List<string> names, SqlOption option, SourceColumnClause[] columns)
    {
        foreach (IGrouping<string, string> name in names.GroupBy(name => name))
        {
            if (name.Key.Length > 0 && name.Count() > 1)
            {
                diagnostics.Add(
                    option.ValueSpan, $"The header has the field '{name.Key}' more than once. Rename or empty all but one.");
            }
        }

        foreach (SourceColumnClause column in columns.Where(column => !names.Contains(column.Name.Text)))
        {
            string name = column.Name.Text;
            string remedy = NearestName.Hint(name, names) is { Length: > 0 } hint
                ? hint
                : " Add it to the header, or remove the column.";
            diagnostics.Add(column.Name.Span, $"The header has no field '{name}'.{remedy}");
        }
    }
}

using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Binds <c>CREATE SOURCE</c>.</summary>
internal sealed class SourceBinder(CreateSource source, DiagnosticBag diagnostics)
{
    private static readonly Dictionary<string, (BrokerField Field, SqlType Type)> BrokerFields = new()
    {
        ["timestamp"] = (BrokerField.Timestamp, SqlType.TimestampTz),
        ["partition"] = (BrokerField.Partition, SqlType.Integer),
        ["offset"] = (BrokerField.Offset, SqlType.BigInt),
        ["key"] = (BrokerField.Key, SqlType.Text),
        ["header"] = (BrokerField.Header, SqlType.Text),
    };

    private static readonly Dictionary<string, string[]> Connectors = new()
    {
        ["kafka"] = ["connector", "topic"],
        ["files"] = ["connector", "path"],
    };

    private static readonly Dictionary<string, (MessageEncoding Encoding, string[] Options)> Encodings = new()
    {
        ["json"] = (MessageEncoding.Json, []),
        ["csv"] = (MessageEncoding.Csv, CsvBinder.Options),
    };

    // They are words of the language, and their messages are not read.
    private static readonly string[] OtherEncodings = ["avro", "protobuf"];

    private readonly List<SourceColumn> _columns = [];

    private readonly HashSet<string> _names = [];

    // Columns with errors, so that their uses are not reported as unknown.
    private readonly HashSet<string> _damaged = [];

    /// <summary>The names of columns that exist but have errors.</summary>
    internal IReadOnlySet<string> DamagedColumns => _damaged;

    internal SourceDefinition Bind()
    {
        Names.Check(source.Name, Names.Source, diagnostics);
        List<SourceColumnClause> computed = [];
        (MessageEncoding encoding, Dictionary<string, SqlOption> options) = BindFormat();
        var binder = new ColumnBinder(encoding == MessageEncoding.Json, diagnostics);
        foreach (SourceColumnClause column in source.Columns)
        {
            if (!IsNew(column.Name))
            {
                continue;
            }

            if (column.Options.Any(option => option is ComputedOption))
            {
                computed.Add(column);
            }
            else
            {
                Add(column.Name, binder.Bind(column));
            }
        }

        foreach (IncludeClause include in source.Includes.Where(include => IsNew(include.Column)))
        {
            Add(include.Column, BindInclude(include));
        }

        BindComputed(computed, binder);
        CsvDefinition? csv = encoding == MessageEncoding.Csv ? new CsvBinder(source, options, diagnostics).Bind() : null;
        return new SourceDefinition(source.Name.Text, InOrder(), BindWatermark(), BindOptions(), csv);
    }

    private SourceColumn[] InOrder()
    {
        string[] order =
            [.. source.Columns.Select(column => column.Name.Text), .. source.Includes.Select(include => include.Column.Text)];
        return [.. _columns.OrderBy(column => Array.IndexOf(order, column.Name))];
    }

    private void BindComputed(List<SourceColumnClause> computed, ColumnBinder binder)
    {
        string[] names = [.. computed.Select(column => column.Name.Text)];
        var scope = new SourceScope(
            source.Name.Text, [.. _columns], _damaged, "a computed column", diagnostics)
        {
            Computed = names,
        };
        foreach (SourceColumnClause column in computed)
        {
            Add(column.Name, binder.BindComputed(column, scope));
        }
    }

    private bool IsNew(SqlName name)
    {
        if (!_names.Add(name.Text))
        {
            diagnostics.Add(name.Span, $"The source has two columns '{name.Text}'. Give one of them another name.");
            return false;
        }

        if (Names.CheckColumn(name, diagnostics))
        {
            return true;
        }

        _damaged.Add(name.Text);
        return false;
    }

    private void Add(SqlName name, SourceColumn? column)
    {
        if (column is null)
        {
            _damaged.Add(name.Text);
        }
        else
        {
            _columns.Add(column);
        }
    }

    private SourceColumn? BindInclude(IncludeClause include)
    {
        string field = include.Field.Text;
        if (!BrokerFields.TryGetValue(field, out (BrokerField Field, SqlType Type) known))
        {
            string remedy = NearestName.Hint(field, BrokerFields.Keys) is { Length: > 0 } hint
                ? hint
                : $" It knows {string.Join(", ", BrokerFields.Keys)}.";
            return diagnostics.Fail<SourceColumn>(include.Field.Span, $"The broker knows no '{field}' of a message.{remedy}");
        }

        if (known.Field == BrokerField.Header != include.Header is not null)
        {
            return diagnostics.Fail<SourceColumn>(
                include.Header?.Span ?? include.Field.Span,
                include.Header is null
                    ? "Name the header, such as INCLUDE header 'trace-id' AS trace_id."
                    : $"Only a header has a name. Write INCLUDE {field} AS {include.Column.Text}.");
        }

        return new SourceColumn(include.Column.Text, known.Type, new BrokerOrigin(known.Field, include.Header?.Value));
    }

    private WatermarkDefinition? BindWatermark()
    {
        foreach (WatermarkClause second in source.Watermarks.Skip(1))
        {
            diagnostics.Add(second.Span, "A source has one watermark. Remove the others.");
        }

        if (source.Watermarks.Count == 0)
        {
            return null;
        }

        WatermarkClause clause = source.Watermarks[0];
        string name = clause.Column.Text;
        if (_columns.Find(column => column.Name == name) is not { } column)
        {
            return _damaged.Contains(name) ? null : diagnostics.Fail<WatermarkDefinition>(
                clause.Column.Span,
                $"There is no column '{name}'.{NearestName.Hint(name, _columns.Select(candidate => candidate.Name))}");
        }

        if (column.Type is not (SqlType.TimestampTz or SqlType.BigInt))
        {
            return diagnostics.Fail<WatermarkDefinition>(
                clause.Column.Span,
                $"The event time '{name}' is of type {column.Type.Name()}. It must be a timestamptz, or a bigint of " +
                "milliseconds since the epoch.");
        }

        return BindDelay(clause) is { } delay ? new WatermarkDefinition(column, delay) : null;
    }

    private long? BindDelay(WatermarkClause clause)
    {
        string name = clause.Column.Text;
        string? text = clause.Expression switch
        {
            ColumnExpression column when column.Name.Text == name => "0 seconds",
            BinaryExpression { Operator: "-", Left: ColumnExpression column } difference when column.Name.Text == name =>
                difference.Right switch
                {
                    CastExpression { Operand: StringLiteral literal, Type.Text: "interval" } => literal.Value,
                    StringLiteral literal => literal.Value,
                    _ => null,
                },
            _ => null,
        };
        if (text is null)
        {
            diagnostics.Add(
                clause.Expression.Span,
                $"A watermark is the column or the column minus an interval, such as {name} - INTERVAL '5 seconds'.");
            return null;
        }

        SourceSpan span = clause.Expression is BinaryExpression binary ? binary.Right.Span : clause.Expression.Span;
        return Durations.Bind(text, span, allowsZero: true, diagnostics);
    }

    private Dictionary<string, string> BindOptions()
    {
        SqlOption? connector = source.Options.FirstOrDefault(option => option.Name.Text == "connector");
        string[]? known = [.. Connectors.Values.SelectMany(names => names).Distinct()];
        string owner = "the source";
        if (connector is not null)
        {
            if (!Connectors.TryGetValue(connector.Value, out known))
            {
                string remedy = NearestName.Hint(connector.Value, Connectors.Keys) is { Length: > 0 } hint
                    ? hint
                    : $" There are {string.Join(" and ", Connectors.Keys)}.";
                diagnostics.Add(connector.ValueSpan, $"There is no connector '{connector.Value}'.{remedy}");
                return [];
            }

            owner = $"the connector {connector.Value}";
        }

        return Options.Check(source.Options, known, owner, diagnostics)
            .ToDictionary(option => option.Key, option => option.Value.Value);
    }

    private (MessageEncoding Encoding, Dictionary<string, SqlOption> Options) BindFormat()
    {
        if (source.Format is not { } format)
        {
            return (MessageEncoding.Json, []);
        }

        if (format.Format.Text != "plain")
        {
            diagnostics.Add(
                format.Format.Span, $"The format '{format.Format.Text}' is not supported. Write FORMAT PLAIN.");
        }

        string encoding = format.Encoding.Text;
        string name = encoding.ToUpperInvariant();
        string known = $"There are {string.Join(" and ", Encodings.Keys.Select(key => key.ToUpperInvariant()))}.";
        if (Encodings.TryGetValue(encoding, out (MessageEncoding Encoding, string[] Options) found))
        {
            return (found.Encoding, Options.Check(format.Options, found.Options, $"the encoding {name}", diagnostics));
        }

        diagnostics.Add(
            format.Encoding.Span,
            OtherEncodings.Contains(encoding)
                ? $"ENCODE {name} is not supported. {known} Convert the messages to one of them."
                : $"There is no encoding '{encoding}'." +
                    (NearestName.Hint(encoding, Encodings.Keys) is { Length: > 0 } hint ? hint : $" {known}"));
        return (MessageEncoding.Json, []);
    }
}

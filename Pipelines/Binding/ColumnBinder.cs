using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Runtime.Json;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Binds columns of a source. Every method returns null after an error, which it has added.</summary>
/// <param name="hasPaths">Whether values are at paths, and not in fields.</param>
/// <param name="diagnostics">Where errors go.</param>
internal sealed class ColumnBinder(bool hasPaths, DiagnosticBag diagnostics)
{
    private static readonly Dictionary<string, TimeFormat> TimeFormats = new()
    {
        ["epoch_seconds"] = TimeFormat.EpochSeconds,
        ["epoch_millis"] = TimeFormat.EpochMilliseconds,
        ["epoch_micros"] = TimeFormat.EpochMicroseconds,
        ["iso8601"] = TimeFormat.Iso8601,
    };

    /// <summary>Binds a column that is read from the message.</summary>
    internal SourceColumn? Bind(SourceColumnClause column)
    {
        SqlType? type = BindType(column);
        bool isValid = CheckOptions(column);
        PathOption? path = column.Options.OfType<PathOption>().FirstOrDefault();
        if (path is not null && !hasPaths)
        {
            diagnostics.Add(
                path.Span,
                "A field of CSV has no PATH. Leave it out: a column takes the field of its name, or without the names of a " +
                "header the field at its place.");
            isValid = false;
        }

        JsonPath? parsed = path is null ? JsonPath.OfMember(column.Name.Text) : BindPath(path.Path);
        if (type is not { } known)
        {
            return null;
        }

        TimeFormat? format = null;
        if (column.Options.OfType<TimeFormatOption>().FirstOrDefault() is { } timeFormat)
        {
            format = BindFormat(timeFormat, known);
            isValid &= format is not null;
        }

        BoundExpression? missing = null;
        if (column.Options.OfType<DefaultOption>().FirstOrDefault() is { } value)
        {
            var scope = new SourceScope("", [], new HashSet<string>(), "a default value", diagnostics);
            missing = new ExpressionBinder(scope, diagnostics).BindAssignment(value.Value, known);
            isValid &= missing is not null;
        }

        return !isValid || parsed is null
            ? null
            : new SourceColumn(column.Name.Text, known, new MessageOrigin(
                hasPaths ? parsed : null,
                column.Options.Any(option => option is NotNullOption),
                missing,
                column.Options.Any(option => option is NullOnErrorOption),
                format));
    }

    /// <summary>Binds a column that is computed from others.</summary>
    internal SourceColumn? BindComputed(SourceColumnClause column, SourceScope scope)
    {
        SqlType? type = BindType(column);
        bool isValid = CheckOptions(column);
        SqlExpression expression = column.Options.OfType<ComputedOption>().First().Expression;
        if (column.Options.FirstOrDefault(option => option is not ComputedOption) is { } other)
        {
            return diagnostics.Fail<SourceColumn>(
                other.Span, "A computed column has no other options. Put them on the columns that it is computed from.");
        }

        var binder = new ExpressionBinder(scope, diagnostics);
        return type is { } known && binder.BindAssignment(expression, known) is { } bound && isValid
            ? new SourceColumn(column.Name.Text, known, new ComputedOrigin(bound))
            : null;
    }

    private SqlType? BindType(SourceColumnClause column)
    {
        SqlType? type = TypeBinder.Bind(column.Type, diagnostics);
        if (type == SqlType.Interval)
        {
            diagnostics.Add(column.Type.Span, "A column of a source cannot be an interval. Read a number and multiply it with " +
                "an interval in an expression, such as seconds * INTERVAL '1 second'.");
            return null;
        }

        return type;
    }

    private bool CheckOptions(SourceColumnClause column)
    {
        bool isValid = true;
        foreach (ColumnOption option in column.Options
            .GroupBy(option => option.GetType()).SelectMany(group => group.Skip(1)))
        {
            diagnostics.Add(option.Span, "The column has this twice. Remove one.");
            isValid = false;
        }

        if (column.Options.Any(option => option is NotNullOption)
            && column.Options.OfType<NullOnErrorOption>().FirstOrDefault() is { } onError)
        {
            diagnostics.Add(onError.Span, "NOT NULL and NULL ON ERROR contradict each other. Remove one.");
            isValid = false;
        }

        return isValid;
    }

    private JsonPath? BindPath(StringLiteral path)
    {
        try
        {
            return JsonPath.Parse(path.Value);
        }
        catch (JsonPathException e)
        {
            // The place inside the literal is known if nothing in it is doubled or escaped.
            bool isPlain = path.Span.Length == path.Value.Length + 2;
            SourceSpan place = isPlain ? new SourceSpan(path.Span.Start + 1 + e.Index, 0) : path.Span;
            return diagnostics.Fail<JsonPath>(place, path.Value.StartsWith('$')
                ? "This is no path. Write members and elements, such as '$.customer.id', '$.items[0]' or '$.\"odd name\"'."
                : $"A path starts with $, such as '$.{path.Value}'.");
        }
    }

    private TimeFormat? BindFormat(TimeFormatOption option, SqlType type)
    {
        string name = option.Format.Value;
        if (type != SqlType.TimestampTz)
        {
            diagnostics.Add(option.Span, $"FORMAT is for columns of type timestamptz; this one is of type {type.Name()}.");
            return null;
        }

        if (TimeFormats.TryGetValue(name, out TimeFormat format))
        {
            return format;
        }

        string remedy = NearestName.Hint(name, TimeFormats.Keys) is { Length: > 0 } hint
            ? hint
            : $" There are {string.Join(", ", TimeFormats.Keys)}.";
        diagnostics.Add(option.Format.Span, $"There is no time format '{name}'.{remedy}");
        return null;
    }
}

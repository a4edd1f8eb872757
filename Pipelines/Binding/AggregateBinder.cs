using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Binds aggregates over the events of a view and collects them, each once.</summary>
internal sealed class AggregateBinder(SourceScope arguments, SourceScope filters, DiagnosticBag diagnostics)
{
    private const string Percentile = "approx_percentile";

    private readonly List<(string Text, AggregateCall Call)> _calls = [];

    /// <summary>The aggregates in the order of their first use.</summary>
    internal IReadOnlyList<AggregateCall> Calls => [.. _calls.Select(entry => entry.Call)];

    /// <summary>The result of an aggregate, or null after an error.</summary>
    internal BoundAggregateResult? Bind(CallExpression call)
    {
        BoundExpression? filter = call.Filter is null
            ? null
            : new ExpressionBinder(filters, diagnostics).BindCondition(call.Filter, "FILTER");
        AggregateCall? bound = BindArguments(call);
        if (bound is null || (call.Filter is not null && filter is null))
        {
            return null;
        }

        // What differs only in its place in the text is the same aggregate.
        bound = bound with { Filter = filter };
        string text = bound.ToString();
        int index = _calls.FindIndex(entry => entry.Text == text && entry.Call.Signature.Equals(bound.Signature));
        if (index < 0)
        {
            index = _calls.Count;
            _calls.Add((text, bound));
        }

        return new BoundAggregateResult(index, _calls[index].Call, call.Span);
    }

    private AggregateCall? BindArguments(CallExpression call)
    {
        string name = call.Function.Text;
        if (call.IsStar && name != "count")
        {
            return diagnostics.Fail<AggregateCall>(call.Span, $"{name}(*) does not exist. Name a column, such as {name}(x).");
        }

        if (name == Percentile != call.WithinGroup is not null)
        {
            return diagnostics.Fail<AggregateCall>(call.Function.Span, name == Percentile
                ? "Write approx_percentile(0.95) WITHIN GROUP (ORDER BY x)."
                : $"{name} takes no WITHIN GROUP. Write {name}(x).");
        }

        if (!call.IsStar && call.Arguments.Count != 1)
        {
            return diagnostics.Fail<AggregateCall>(
                call.Span, name == "count" && call.Arguments.Count == 0 ? "Write count(*)." : $"{name} takes one argument.");
        }

        var binder = new ExpressionBinder(arguments, diagnostics);
        BoundExpression[]? values = binder.BindAll(
            call.WithinGroup is null ? call.Arguments : [.. call.Arguments, call.WithinGroup]);
        return values is not null && Choose(call, values) is { } signature
            && binder.ConvertAll(values, signature.Parameters) is { } converted
                ? Create(call, signature, converted)
                : null;
    }

    private AggregateCall? Create(CallExpression call, Signature signature, BoundExpression[] values)
    {
        // The result of some aggregates has the type of the argument.
        Signature actual = signature.Result == SqlType.Any
            ? new Signature(signature.Name, [values[0].Type], values[0].Type)
            : signature;
        if (signature.Name != Percentile)
        {
            return new AggregateCall(actual, new SqlList<BoundExpression>(values), null, null);
        }

        return FractionOf(call.Arguments[0]) is >= 0 and <= 1
            ? new AggregateCall(actual, new SqlList<BoundExpression>(values[..1]), values[1], null)
            : diagnostics.Fail<AggregateCall>(
                call.Arguments[0].Span, "The percentile must be a number between 0 and 1, such as 0.95.");
    }

    private static decimal? FractionOf(SqlExpression expression) => expression is NumberLiteral number
        && decimal.TryParse(
            number.Text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture,
            out decimal fraction)
        ? fraction
        : null;

    private Signature? Choose(CallExpression call, BoundExpression[] values)
    {
        string name = call.Function.Text;
        SqlType[] types = [.. values.Select(value => value.Type)];
        Signature? signature = OverloadResolution.Choose(Catalog.Aggregates[name], types);
        bool isSupported = signature is not null
            && !(name is "sum" or "avg" && signature.Result == SqlType.Interval);
        if (isSupported)
        {
            return signature;
        }

        string given = string.Join(", ", types.Select(type => type.Name()));
        string remedy = types[0] switch
        {
            SqlType.Unknown => "Convert the literal with ::.",
            SqlType.Boolean when name == "sum" => "Write count(*) FILTER (WHERE x).",
            SqlType.Boolean when name is "min" or "max" => "Write bool_and(x) or bool_or(x).",
            SqlType.Text when name is "sum" or "avg" => "Convert it, such as x::numeric, or declare the column as numeric.",
            SqlType.Interval => "Take the seconds, such as extract(epoch FROM x).",
            _ when name is "bool_and" or "bool_or" => "Write a condition, such as x > 0.",
            _ => "Convert the value with ::.",
        };
        return diagnostics.Fail<Signature>(call.Function.Span, $"{name} does not take {given}. {remedy}");
    }
}

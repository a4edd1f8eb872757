using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Binds calls of functions of values.</summary>
internal sealed class FunctionBinder(ExpressionBinder binder, DiagnosticBag diagnostics)
{
    private static readonly string[] Choices = ["coalesce", "greatest", "least"];

    private static readonly string[] TimeFields =
    [
        "microseconds", "milliseconds", "second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade",
        "century", "millennium",
    ];

    private static readonly string[] ExtractedFields = [.. TimeFields, "dow", "doy", "epoch", "isodow", "isoyear", "julian"];

    private static readonly Dictionary<string, string> Instead = new()
    {
        ["now"] = "A result must depend on the events only. Use the time of the event, or add the condition in a CREATE VIEW.",
        ["random"] = "A result must depend on the events only.",
        ["gen_random_uuid"] = "A result must depend on the events only.",
        ["if"] = "Write CASE WHEN condition THEN a ELSE b END.",
        ["ifnull"] = "Write coalesce(a, b).",
        ["nvl"] = "Write coalesce(a, b).",
        ["len"] = "Write length(x).",
        ["substring"] = "Write substr(x, start, length).",
        ["concat"] = "Write a || b; a NULL makes the result NULL, and coalesce(b, '') replaces it.",
        ["pow"] = "Write power(a, b).",
        ["array_agg"] = "Arrays are not supported.",
        ["string_agg"] = "It needs memory that grows with the events. Use last_value(x).",
        ["percentile_cont"] = "It needs every value. Use approx_percentile(p) WITHIN GROUP (ORDER BY x).",
        ["percentile_disc"] = "It needs every value. Use approx_percentile(p) WITHIN GROUP (ORDER BY x).",
        ["stddev"] = "Write stddev_samp(x).",
        ["variance"] = "Write var_samp(x).",
        ["every"] = "Write bool_and(x).",
        ["tumble"] = "A window stands in FROM, such as FROM TUMBLE(source, time, INTERVAL '1 hour').",
    };

    private static IEnumerable<string> Names =>
        Catalog.Functions.Concat(Catalog.Aggregates).Select(group => group.Key).Concat(Choices).Concat(["nullif", "trim"]);

    internal BoundExpression? Bind(CallExpression call)
    {
        string name = call.Function.Text;
        bool isChoice = Choices.Contains(name);
        if (!isChoice && name != "nullif" && !Catalog.Functions.Contains(name))
        {
            string remedy = Instead.TryGetValue(name, out string? instead) ? $" {instead}" : NearestName.Hint(name, Names);
            return diagnostics.Fail<BoundExpression>(call.Function.Span, $"There is no function '{name}'.{remedy}");
        }

        if (call.Filter is not null || call.WithinGroup is not null || call.IsStar)
        {
            string part = call.IsStar ? "*" : call.Filter is null ? "WITHIN GROUP" : "FILTER";
            return diagnostics.Fail<BoundExpression>(
                (call.Filter ?? call.WithinGroup)?.Span ?? call.Span,
                $"{name} is not an aggregate and takes no {part}.");
        }

        return isChoice ? new ListBinder(binder, diagnostics).BindChoice(call)
            : name == "nullif" ? BindNullIf(call)
            : BindOrdinary(call);
    }

    private BoundNullIf? BindNullIf(CallExpression call)
    {
        if (call.Arguments.Count != 2)
        {
            return diagnostics.Fail<BoundNullIf>(call.Span, "nullif takes two arguments.");
        }

        return binder.BindAll(call.Arguments) is [var left, var right]
            && binder.BindOperator("=", left, right, call.Function.Span, call.Span) is { } equality
                ? new BoundNullIf(equality, call.Span)
                : null;
    }

    private BoundCall? BindOrdinary(CallExpression call)
    {
        string name = call.Function.Text;
        if (binder.BindAll(call.Arguments) is not { } arguments || !CheckField(call))
        {
            return null;
        }

        SqlType[] types = [.. arguments.Select(argument => argument.Type)];
        if (OverloadResolution.Choose(Catalog.Functions[name], types) is not { } signature)
        {
            return diagnostics.Fail<BoundCall>(call.Function.Span, NoOverload(name, types));
        }

        return binder.ConvertAll(arguments, signature.Parameters) is { } converted
            ? new BoundCall(signature, IsOperator: false, converted, call.Span)
            : null;
    }

    // A field that is known now is better rejected now than for each record.
    private bool CheckField(CallExpression call)
    {
        string[]? fields = call.Function.Text switch
        {
            "date_trunc" => TimeFields,
            "date_part" or "extract" => ExtractedFields,
            _ => null,
        };
        if (fields is null || call.Arguments is not [StringLiteral field, ..]
            || fields.Contains(field.Value, StringComparer.OrdinalIgnoreCase)
            || fields.Contains($"{field.Value.TrimEnd('s', 'S')}", StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        diagnostics.Add(field.Span, $"There is no time unit '{field.Value}'.{NearestName.Hint(field.Value, fields)}");
        return false;
    }

    private static string NoOverload(string name, SqlType[] types)
    {
        string given = types.Length == 0 ? "no argument" : string.Join(", ", types.Select(type => type.Name()));
        IEnumerable<string> forms = Catalog.Functions[name]
            .Where(signature => !signature.Parameters.Contains(SqlType.Timestamp)).Select(signature => signature.ToString());
        return $"{name} does not take {given}. It is {string.Join(", ", forms)}.";
    }
}

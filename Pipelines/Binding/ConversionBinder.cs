using PathwayOrleans.Pipelines.Diagnostics;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Converts expressions to types. Every method returns null after an error, which it has added.</summary>
internal sealed class ConversionBinder(DiagnosticBag diagnostics)
{
    /// <summary>Converts to a type that the expression's type casts to implicitly.</summary>
    internal BoundExpression? Convert(BoundExpression expression, SqlType type) =>
        type == SqlType.Any ? Settle(expression) : expression.Type == type ? expression : To(expression, type, expression.Span);

    /// <summary>Gives a literal without a type the type text.</summary>
    internal BoundExpression? Settle(BoundExpression expression) =>
        expression.Type == SqlType.Unknown ? Convert(expression, SqlType.Text) : expression;

    /// <summary>Converts a value that is stored as one of a type.</summary>
    internal BoundExpression? Assign(BoundExpression expression, SqlType type) => expression.Type.CastsByAssignmentTo(type)
        ? Convert(expression, type)
        : diagnostics.Fail<BoundExpression>(
            expression.Span,
            $"This is of type {expression.Type.Name()}, but {type.Name()} is needed.{Hint(expression.Type, type)}");

    /// <summary>A conversion that the text asks for.</summary>
    internal BoundExpression? Cast(BoundExpression expression, SqlType type, SourceSpan span) =>
        expression.Type.CastsExplicitlyTo(type)
            ? expression.Type == type ? expression : To(expression, type, span)
            : diagnostics.Fail<BoundExpression>(
                span, $"{expression.Type.Name()} cannot be converted to {type.Name()}.{Hint(expression.Type, type)}");

    private static bool IsOnlyFloat(BoundConstant constant, SqlType type) =>
        constant is { Type: SqlType.Numeric, Text: { } text } && type is SqlType.Real or SqlType.Double
        && ConstantText.Check(text, SqlType.Numeric) is not null;

    private static string Hint(SqlType from, SqlType to) => (from, to) switch
    {
        (_, SqlType.TimestampTz) when from.IsNumber() => " Use to_timestamp(seconds).",
        (SqlType.TimestampTz or SqlType.Interval, _) when to.IsNumber() => " Use extract(epoch FROM x).",
        _ when from.CastsExplicitlyTo(to) => $" Convert it with ::{to.Name()}.",
        _ => "",
    };

    private BoundExpression? To(BoundExpression expression, SqlType type, SourceSpan span)
    {
        // A literal without a type becomes a constant of the type. Other constants are converted when they are evaluated.
        // A number without quotes is a numeric; as in Postgres, it may be one that only the type that it is converted to holds.
        if (expression is not BoundConstant constant || !(constant.Type == SqlType.Unknown || IsOnlyFloat(constant, type)))
        {
            return new BoundCast(expression, type, span);
        }

        return constant.Text is null || ConstantText.Check(constant.Text, type) is not { } error
            ? new BoundConstant(type, constant.Text, span)
            : diagnostics.Fail<BoundExpression>(expression.Span, error);
    }
}

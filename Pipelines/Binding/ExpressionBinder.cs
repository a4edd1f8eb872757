using System.Globalization;
using System.Runtime.CompilerServices;
using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>
/// Binds names and derives types as Postgres does. Every method returns null after an error, which it has added.
/// </summary>
internal sealed class ExpressionBinder(IBindingScope scope, DiagnosticBag diagnostics)
{
    private readonly ConversionBinder _conversions = new(diagnostics);

    /// <summary>Binds an expression whose place does not say a type: a text literal is a text.</summary>
    internal BoundExpression? Bind(SqlExpression expression) =>
        BindOperand(expression) is { } bound ? _conversions.Settle(bound) : null;

    /// <summary>Binds a condition.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="place">What needs it, such as <c>WHERE</c>.</param>
    internal BoundExpression? BindCondition(SqlExpression expression, string place) =>
        BindOperand(expression) is not { } bound ? null
        : bound.Type is SqlType.Boolean or SqlType.Unknown ? _conversions.Convert(bound, SqlType.Boolean)
        : diagnostics.Fail<BoundExpression>(
            expression.Span, $"{place} needs a condition, but this is of type {bound.Type.Name()}. Write a comparison.");

    /// <summary>Binds an expression whose value is stored as a value of a type.</summary>
    internal BoundExpression? BindAssignment(SqlExpression expression, SqlType type) =>
        BindOperand(expression) is { } bound ? _conversions.Assign(bound, type) : null;

    /// <summary>Binds an expression. A literal in it may have no type yet.</summary>
    internal BoundExpression? BindOperand(SqlExpression expression)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return expression switch
        {
            NumberLiteral number => BindNumber(number),
            StringLiteral text => new BoundConstant(SqlType.Unknown, text.Value, text.Span),
            BooleanLiteral boolean =>
                new BoundConstant(SqlType.Boolean, boolean.Value ? "true" : "false", boolean.Span),
            NullLiteral => new BoundConstant(SqlType.Unknown, null, expression.Span),
            ColumnExpression column => scope.BindColumn(column),
            UnaryExpression { Operator: "NOT" } not =>
                BindCondition(not.Operand, "NOT") is { } operand ? new BoundNot(operand, not.Span) : null,
            UnaryExpression sign => BindSign(sign),
            BinaryExpression binary => BindBinary(binary),
            IsExpression test => BindTest(test),
            InExpression list => new ListBinder(this, diagnostics).BindIn(list),
            BetweenExpression range => BindBetween(range),
            CaseExpression choice => new ListBinder(this, diagnostics).BindCase(choice),
            CastExpression cast => BindCast(cast),
            CallExpression call => BindCall(call),
            _ => throw new ArgumentException($"Unknown expression {expression.GetType().Name}.", nameof(expression)),
        };
    }

    /// <summary>A call of an operator with two operands, which are converted to what it takes.</summary>
    internal BoundCall? BindOperator(
        string name, BoundExpression left, BoundExpression right, SourceSpan place, SourceSpan span)
    {
        Signature? signature = OverloadResolution.ChooseOperator(Catalog.BinaryOperators[name], left.Type, right.Type);
        if (signature is null)
        {
            return diagnostics.Fail<BoundCall>(place, OperatorErrors.Binary(name, left.Type, right.Type));
        }

        if (signature.Result == SqlType.Timestamp)
        {
            return diagnostics.Fail<BoundCall>(place, OperatorErrors.Timestamp);
        }

        return ConvertAll([left, right], signature.Parameters) is { } operands
            ? new BoundCall(signature, IsOperator: true, operands, span)
            : null;
    }

    /// <summary>Converts values to a type. The types have been checked.</summary>
    internal BoundExpression? Convert(BoundExpression expression, SqlType type) => _conversions.Convert(expression, type);

    /// <summary>Binds all; null if one of them has an error.</summary>
    internal BoundExpression[]? BindAll(IEnumerable<SqlExpression> expressions)
    {
        BoundExpression?[] bound = [.. expressions.Select(BindOperand)];
        return AllOrNull(bound);
    }

    internal BoundExpression[]? ConvertAll(IReadOnlyList<BoundExpression> expressions, IReadOnlyList<SqlType> types)
    {
        BoundExpression?[] converted = [.. expressions.Zip(types, _conversions.Convert)];
        return AllOrNull(converted);
    }

    private static BoundExpression[]? AllOrNull(BoundExpression?[] expressions) =>
        expressions.OfType<BoundExpression>().ToArray() is var bound && bound.Length == expressions.Length
            ? bound
            : null;

    private static BoundConstant BindNumber(NumberLiteral number)
    {
        SqlType type = int.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? SqlType.Integer
            : long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                ? SqlType.BigInt
                : SqlType.Numeric;
        return new BoundConstant(type, number.Text, number.Span);
    }

    private BoundCall? BindSign(UnaryExpression sign)
    {
        if (BindOperand(sign.Operand) is not { } operand)
        {
            return null;
        }

        return OverloadResolution.Choose(Catalog.PrefixOperators[sign.Operator], [operand.Type]) is { } signature
            ? ConvertAll([operand], signature.Parameters) is { } operands
                ? new BoundCall(signature, IsOperator: true, operands, sign.Span)
                : null
            : diagnostics.Fail<BoundCall>(
                sign.OperatorSpan, $"There is no operator {sign.Operator} for {operand.Type.Name()}.");
    }

    private BoundExpression? BindBinary(BinaryExpression binary)
    {
        if (binary.Operator is "AND" or "OR")
        {
            BoundExpression? first = BindCondition(binary.Left, binary.Operator);
            return BindCondition(binary.Right, binary.Operator) is { } second && first is not null
                ? new BoundLogical(binary.Operator == "AND", first, second, binary.Span)
                : null;
        }

        BoundExpression? left = BindOperand(binary.Left);
        if (BindOperand(binary.Right) is not { } right || left is null)
        {
            return null;
        }

        bool isNegated = binary.Operator.StartsWith("NOT ", StringComparison.Ordinal);
        bool isDistinct = binary.Operator.StartsWith("IS ", StringComparison.Ordinal);
        string name = isNegated ? binary.Operator["NOT ".Length..] : isDistinct ? "=" : binary.Operator;
        BoundCall? call = BindOperator(name, left, right, binary.OperatorSpan, binary.Span);
        return call is null ? null
            : isDistinct ? new BoundDistinct(call, binary.Operator == "IS NOT DISTINCT FROM", binary.Span)
            : isNegated ? new BoundNot(call, binary.Span)
            : call;
    }

    private BoundTest? BindTest(IsExpression test)
    {
        BoundExpression? operand = test.Test == "NULL"
            ? BindOperand(test.Operand) is { } bound ? _conversions.Settle(bound) : null
            : BindCondition(test.Operand, $"IS {test.Test}");
        return operand is null ? null : new BoundTest(operand, test.Test, test.IsNegated, test.Span);
    }

    private BoundExpression? BindBetween(BetweenExpression range)
    {
        if (BindAll([range.Operand, range.Low, range.High]) is not [var operand, var low, var high])
        {
            return null;
        }

        BoundCall? atLeast = BindOperator(">=", operand, low, range.OperatorSpan, range.Span);
        BoundCall? atMost = BindOperator("<=", operand, high, range.OperatorSpan, range.Span);
        if (atLeast is null || atMost is null)
        {
            return null;
        }

        var both = new BoundLogical(IsAnd: true, atLeast, atMost, range.Span);
        return range.IsNegated ? new BoundNot(both, range.Span) : both;
    }

    private BoundExpression? BindCast(CastExpression cast)
    {
        SqlType? type = TypeBinder.Bind(cast.Type, diagnostics);
        return BindOperand(cast.Operand) is { } operand && type is not null
            ? _conversions.Cast(operand, type.Value, cast.Span)
            : null;
    }

    private BoundExpression? BindCall(CallExpression call) =>
        Catalog.Aggregates.Contains(call.Function.Text)
            ? scope.BindAggregate(call)
            : new FunctionBinder(this, diagnostics).Bind(call);
}

using System.Linq.Expressions;
using System.Reflection;
using PathwayOrleans.Pipelines.Runtime.Functions;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>Comparisons of values that are not NULL.</summary>
internal static class RuntimeComparisons
{
    private static readonly Type[] Direct = [typeof(int), typeof(long), typeof(decimal)];

    /// <summary>Compares by an operator such as <c>&lt;=</c>.</summary>
    internal static Expression Compare(string symbol, Expression left, Expression right)
    {
        Expression[] operands = Extend([left, right]);
        if (operands[0].Type == typeof(string) && symbol is "=" or "<>")
        {
            MethodInfo equals = typeof(string).GetMethod(nameof(string.Equals), [typeof(string), typeof(string)])!;
            Expression equal = Expression.Call(equals, operands);
            return symbol == "=" ? equal : Expression.Not(equal);
        }

        return operands[0].Type == operands[1].Type && Direct.Contains(operands[0].Type)
            ? Compare(symbol, operands)
            : Compare(symbol, [Order(operands[0], operands[1]), Expression.Constant(0)]);
    }

    /// <summary>Negative, 0 or positive, as the first value is lower, equal or higher.</summary>
    internal static Expression Order(Expression left, Expression right) =>
        Expression.Call(typeof(Ordering).GetMethod(nameof(Ordering.Compare), [left.Type, right.Type])!, left, right);

    /// <summary>Extends an integer beside a bigint, and a real beside a double precision.</summary>
    internal static Expression[] Extend(Expression[] values)
    {
        if (values is not [var left, var right])
        {
            return values;
        }

        Type? wider = (left.Type, right.Type) switch
        {
            (var a, var b) when (a == typeof(int) && b == typeof(long)) || (a == typeof(long) && b == typeof(int)) =>
                typeof(long),
            (var a, var b) when (a == typeof(float) && b == typeof(double)) || (a == typeof(double) && b == typeof(float)) =>
                typeof(double),
            _ => null,
        };
        return wider is null
            ? values
            : [.. values.Select(value => value.Type == wider ? value : Expression.Convert(value, wider))];
    }

    private static BinaryExpression Compare(string symbol, Expression[] operands) => symbol switch
    {
        "=" => Expression.Equal(operands[0], operands[1]),
        "<>" => Expression.NotEqual(operands[0], operands[1]),
        "<" => Expression.LessThan(operands[0], operands[1]),
        ">" => Expression.GreaterThan(operands[0], operands[1]),
        "<=" => Expression.LessThanOrEqual(operands[0], operands[1]),
        _ => Expression.GreaterThanOrEqual(operands[0], operands[1]),
    };
}

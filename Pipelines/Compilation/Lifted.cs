using System.Linq.Expressions;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>
/// Expressions of values that may be NULL: of type <see cref="Nullable{T}"/>, or a text that may be null. A constant is a
/// <see cref="ConstantExpression"/>.
/// </summary>
internal static class Lifted
{
    internal static readonly ConstantExpression True = Expression.Constant(true, typeof(bool?));

    internal static readonly ConstantExpression False = Expression.Constant(false, typeof(bool?));

    internal static bool IsConstant(Expression expression) => expression is ConstantExpression;

    internal static bool IsNull(Expression expression) => expression is ConstantExpression { Value: null };

    /// <summary>Whether it is a constant condition with this value.</summary>
    internal static bool Is(Expression expression, bool value) =>
        expression is ConstantExpression { Value: bool constant } && constant == value;

    internal static ConstantExpression Null(Type type) => Expression.Constant(null, type);

    /// <summary>Whether a variable is not NULL.</summary>
    internal static Expression HasValue(Expression variable) => variable.Type.IsValueType
        ? Expression.Property(variable, nameof(Nullable<int>.HasValue))
        : Expression.ReferenceNotEqual(variable, Expression.Constant(null, variable.Type));

    /// <summary>The value of a variable that is not NULL; of one that is NULL, something.</summary>
    internal static Expression Value(Expression variable) => variable switch
    {
        { Type.IsValueType: false } => variable,
        ConstantExpression { Value: { } value } => Expression.Constant(value),
        _ => Expression.Call(variable, nameof(Nullable<int>.GetValueOrDefault), Type.EmptyTypes),
    };

    /// <summary>Whether a condition holds; NULL does not.</summary>
    internal static Expression Holds(Expression condition) => Value(condition);

    /// <summary>A value as one that may be NULL.</summary>
    internal static Expression Of(Expression value) =>
        ClrTypes.Nullable(value.Type) is var type && type == value.Type ? value : Expression.Convert(value, type);

    /// <summary>
    /// A call of what has no result for NULL. As in Postgres, all arguments are evaluated first, unless one of them is the
    /// constant NULL.
    /// </summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="type">The type of the result, which may be NULL.</param>
    /// <param name="call">Gets the values of the arguments. Its result may be NULL.</param>
    internal static Expression Strict(IReadOnlyList<Expression> arguments, Type type, Func<Expression[], Expression> call)
    {
        if (arguments.Any(IsNull))
        {
            return Null(type);
        }

        var variables = new List<ParameterExpression>();
        var steps = new List<Expression>();
        var values = new Expression[arguments.Count];
        Expression? present = null;
        for (int i = 0; i < values.Length; i++)
        {
            Expression operand = arguments[i];
            if (!IsConstant(operand))
            {
                ParameterExpression variable = Expression.Variable(operand.Type);
                variables.Add(variable);
                steps.Add(Expression.Assign(variable, operand));
                present = present is null ? HasValue(variable) : Expression.AndAlso(present, HasValue(variable));
                operand = variable;
            }

            values[i] = Value(operand);
        }

        Expression result = Of(call(values));
        if (present is null)
        {
            return result;
        }

        steps.Add(Expression.Condition(present, result, Expression.Default(type), type));
        return Expression.Block(type, variables, steps);
    }
}

using System.Linq.Expressions;
using System.Reflection;
using PathwayOrleans.Pipelines.Runtime;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>Evaluates what does not depend on the record once.</summary>
internal static class ConstantFolding
{
    /// <summary>
    /// The constant that an expression of constants is. One that fails stays as it is: it is an error only where it is evaluated.
    /// </summary>
    internal static Expression Fold(Expression expression, IEnumerable<Expression> operands)
    {
        if (Lifted.IsConstant(expression) || !operands.All(Lifted.IsConstant))
        {
            return expression;
        }

        try
        {
            object? value = Expression.Lambda(expression).Compile(preferInterpretation: true).DynamicInvoke();
            return Expression.Constant(value, expression.Type);
        }
        catch (TargetInvocationException e) when (e.InnerException is EvaluationException)
        {
            return expression;
        }
    }
}

using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>
/// Compiles bound expressions. NULL, and what is evaluated at all, are as in Postgres: AND, OR, CASE and COALESCE stop where the
/// result is known, and functions of constants are evaluated once. A constant that fails is an error only where it is evaluated;
/// Postgres reports it also in a branch that is not taken.
/// </summary>
/// <param name="values">What columns, keys and aggregates are.</param>
internal sealed class ExpressionCompiler(IValueSource values)
{
    /// <summary>The expression, whose type admits NULL (<see cref="Lifted"/>).</summary>
    internal Expression Compile(BoundExpression expression)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return expression switch
        {
            BoundConstant constant => RuntimeCasts.Constant(constant.Type, constant.Text),
            BoundColumn column => values.Column(column.Column),
            BoundKey key => values.Key(key.Column),
            BoundWindowBound bound => values.WindowBound(bound.IsEnd),
            BoundAggregateResult result => values.Aggregate(result.Index, result.Type),
            BoundCall call when IsReversed(call.Signature) => Strict(
                [call.Arguments[1], call.Arguments[0]],
                call.Type,
                operands => RuntimeFunctions.Call(call.Signature, [operands[1], operands[0]])),
            BoundCall call => Strict(
                call.Arguments, call.Type, operands => RuntimeFunctions.Call(call.Signature, operands)),
            BoundCast cast => Strict([cast.Operand], cast.Type, operands => RuntimeCasts.Convert(operands[0], cast.Type)),
            BoundNot not => Strict([not.Operand], SqlType.Boolean, operands => Expression.Not(operands[0])),
            BoundLogical logical => Logical(logical),
            BoundTest test => Test(test),
            BoundDistinct distinct => Distinct(distinct),
            BoundIn list => In(list),
            BoundCase choice => Case(choice),
            BoundChoice { Name: "coalesce" } choice => Coalesce(choice),
            BoundChoice choice => Extreme(choice),
            BoundNullIf nullIf => NullIf(nullIf),
            _ => throw new ArgumentException($"Unknown expression {expression.GetType().Name}.", nameof(expression)),
        };
    }

    // Postgres has these as SQL functions, such as $2 + $1, so that it evaluates the right operand first. It decides which of two
    // errors is reported.
    private static bool IsReversed(Signature signature) =>
        signature is { Name: "+", Parameters: [SqlType.Integer or SqlType.Interval, SqlType.Date or SqlType.TimestampTz] };

    private Expression[] CompileAll(IEnumerable<BoundExpression> expressions) => [.. expressions.Select(Compile)];

    private Expression Strict(IReadOnlyList<BoundExpression> arguments, SqlType type, Func<Expression[], Expression> call)
    {
        Expression[] operands = CompileAll(arguments);
        return ConstantFolding.Fold(Lifted.Strict(operands, ClrTypes.Nullable(type), call), operands);
    }

    private Expression Logical(BoundLogical logical)
    {
        bool decisive = !logical.IsAnd;
        Expression left = Compile(logical.Left);
        Expression right = Compile(logical.Right);
        if (Lifted.Is(left, decisive) || Lifted.Is(right, decisive))
        {
            return decisive ? Lifted.True : Lifted.False;
        }

        if (Lifted.Is(left, !decisive) || Lifted.Is(right, !decisive))
        {
            return Lifted.Is(left, !decisive) ? right : left;
        }

        ParameterExpression first = Expression.Variable(typeof(bool?));
        ParameterExpression second = Expression.Variable(typeof(bool?));
        Expression known = decisive ? Lifted.True : Lifted.False;
        Expression both = Expression.Condition(
            Expression.AndAlso(Lifted.HasValue(first), Lifted.HasValue(second)),
            decisive ? Lifted.False : Lifted.True,
            Lifted.Null(typeof(bool?)));
        Expression rest = Expression.Block(
            Expression.Assign(second, right), Expression.Condition(Decides(second, decisive), known, both));
        return ConstantFolding.Fold(
            Expression.Block(
                [first, second],
                Expression.Assign(first, left),
                Expression.Condition(Decides(first, decisive), known, rest)),
            [left, right]);
    }

    private static Expression Decides(Expression condition, bool decisive) => decisive
        ? Lifted.Holds(condition)
        : Expression.AndAlso(Lifted.HasValue(condition), Expression.Not(Lifted.Holds(condition)));

    private Expression Test(BoundTest test)
    {
        Expression operand = Compile(test.Operand);
        ParameterExpression value = Expression.Variable(operand.Type);
        Expression holds = test.Test switch
        {
            "TRUE" => Lifted.Holds(value),
            "FALSE" => Decides(value, decisive: false),
            _ => Expression.Not(Lifted.HasValue(value)),
        };
        return ConstantFolding.Fold(
            Expression.Block(
                [value], Expression.Assign(value, operand), Lifted.Of(test.IsNegated ? Expression.Not(holds) : holds)),
            [operand]);
    }

    private Expression Distinct(BoundDistinct distinct) => Pair(
        distinct.Equality,
        typeof(bool?),
        (left, right, equal) =>
        {
            Expression differs = Expression.Condition(
                Expression.AndAlso(Lifted.HasValue(left), Lifted.HasValue(right)),
                Expression.Not(equal),
                Expression.NotEqual(Lifted.HasValue(left), Lifted.HasValue(right)));
            return Lifted.Of(distinct.IsNegated ? Expression.Not(differs) : differs);
        });

    // As in Postgres, nothing is compared with a constant NULL.
    private Expression NullIf(BoundNullIf nullIf) => CompileAll(nullIf.Equality.Arguments) is var operands
        && operands.Any(Lifted.IsNull)
            ? operands[0]
            : Pair(
                nullIf.Equality,
                ClrTypes.Nullable(nullIf.Type),
                (left, right, equal) => Expression.Condition(
                    Expression.AndAlso(Expression.AndAlso(Lifted.HasValue(left), Lifted.HasValue(right)), equal),
                    Lifted.Null(left.Type),
                    left));

    // The operands of a comparison, each evaluated once, and whether they are equal if neither is NULL.
    private Expression Pair(
        BoundCall equality, Type type, Func<Expression, Expression, Expression, Expression> combine)
    {
        Expression[] operands = CompileAll(equality.Arguments);
        ParameterExpression[] variables = [.. operands.Select(operand => Expression.Variable(operand.Type))];
        Expression equal = RuntimeFunctions.Call(equality.Signature, [.. variables.Select(Lifted.Value)]);
        return ConstantFolding.Fold(
            Expression.Block(
                type,
                variables,
                [.. variables.Zip(operands, Expression.Assign), combine(variables[0], variables[1], equal)]),
            operands);
    }

    private Expression In(BoundIn list)
    {
        Expression[] operands = CompileAll([list.Operand, .. list.Items]);
        ParameterExpression value = Expression.Variable(operands[0].Type);
        var variables = new List<ParameterExpression> { value };
        var steps = new List<Expression> { Expression.Assign(value, operands[0]) };
        Expression none = Lifted.False;
        Expression found = Expression.Constant(false);
        foreach (Expression item in operands[1..])
        {
            Expression known = item;
            if (!Lifted.IsConstant(item))
            {
                ParameterExpression variable = Expression.Variable(item.Type);
                variables.Add(variable);
                steps.Add(Expression.Assign(variable, item));
                known = variable;
                none = Expression.Condition(Lifted.HasValue(variable), none, Lifted.Null(typeof(bool?)));
            }

            if (Lifted.IsNull(item))
            {
                none = Lifted.Null(typeof(bool?));
                continue;
            }

            Expression equal = RuntimeFunctions.Call(list.Equality, [Lifted.Value(value), Lifted.Value(known)]);
            found = Expression.OrElse(
                found, Lifted.IsConstant(known) ? equal : Expression.AndAlso(Lifted.HasValue(known), equal));
        }

        steps.Add(Expression.Condition(
            Lifted.HasValue(value),
            Expression.Condition(found, Lifted.True, none),
            Lifted.Null(typeof(bool?))));
        return ConstantFolding.Fold(Expression.Block(typeof(bool?), variables, steps), operands);
    }

    private Expression Case(BoundCase choice)
    {
        Type type = ClrTypes.Nullable(choice.Type);
        Expression result = choice.Else is null ? Lifted.Null(type) : Compile(choice.Else);
        foreach (BoundBranch branch in choice.Branches.Reverse())
        {
            Expression condition = Compile(branch.Condition);
            result = Lifted.IsConstant(condition)
                ? Lifted.Is(condition, true) ? Compile(branch.Value) : result
                : Expression.Condition(Lifted.Holds(condition), Compile(branch.Value), result, type);
        }

        return result;
    }

    private Expression Coalesce(BoundChoice choice)
    {
        Type type = ClrTypes.Nullable(choice.Type);
        Expression result = Lifted.Null(type);
        foreach (Expression argument in CompileAll(choice.Arguments).Reverse())
        {
            if (Lifted.IsConstant(argument))
            {
                result = Lifted.IsNull(argument) ? result : argument;
                continue;
            }

            ParameterExpression value = Expression.Variable(type);
            result = Expression.Block(
                type,
                [value],
                Expression.Assign(value, argument),
                Expression.Condition(Lifted.HasValue(value), value, result, type));
        }

        return result;
    }

    // GREATEST and LEAST ignore NULL.
    private Expression Extreme(BoundChoice choice)
    {
        Expression[] operands = CompileAll(choice.Arguments);
        Type type = ClrTypes.Nullable(choice.Type);
        ParameterExpression best = Expression.Variable(type);
        var variables = new List<ParameterExpression> { best };
        var steps = new List<Expression> { Expression.Assign(best, operands[0]) };
        foreach (Expression operand in operands[1..])
        {
            ParameterExpression value = Expression.Variable(type);
            variables.Add(value);
            steps.Add(Expression.Assign(value, operand));
            Expression wins = RuntimeComparisons.Compare(
                choice.Name == "greatest" ? ">" : "<", Lifted.Value(value), Lifted.Value(best));
            Expression replaces = Expression.AndAlso(
                Lifted.HasValue(value), Expression.OrElse(Expression.Not(Lifted.HasValue(best)), wins));
            steps.Add(Expression.IfThen(replaces, Expression.Assign(best, value)));
        }

        steps.Add(best);
        return ConstantFolding.Fold(Expression.Block(type, variables, steps), operands);
    }
}

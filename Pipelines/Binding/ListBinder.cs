using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Binds what takes a list of expressions of one common type: IN, CASE, COALESCE, GREATEST and LEAST.</summary>
internal sealed class ListBinder(ExpressionBinder binder, DiagnosticBag diagnostics)
{
    internal BoundExpression? BindIn(InExpression list)
    {
        BoundExpression? operand = binder.BindOperand(list.Operand);
        if (binder.BindAll(list.Items) is not { } items || operand is null)
        {
            return null;
        }

        // As in Postgres, several constants are compared in one common type, and columns each in a type of its own.
        BoundExpression[] constants = Array.FindAll(items, item => !HasColumn(item));
        SqlType? common = constants.Length > 1 ? FindCommonType([operand, .. constants]) : null;
        IEnumerable<BoundExpression?> first = common is null
            ? constants.Select(item => Equal(operand, item, list))
            : [BindConstants(operand, constants, common.Value, list)];
        BoundExpression?[] conditions = [.. first, .. items.Where(HasColumn).Select(item => Equal(operand, item, list))];
        if (Array.Exists(conditions, condition => condition is null))
        {
            return null;
        }

        BoundExpression any = conditions.Aggregate(
            (left, right) => new BoundLogical(IsAnd: false, left!, right!, list.Span))!;
        return list.IsNegated ? new BoundNot(any, list.Span) : any;
    }

    internal BoundExpression? BindCase(CaseExpression choice)
    {
        BoundExpression? operand = choice.Operand is null ? null : binder.Bind(choice.Operand);
        var branches = new List<BoundBranch>();
        bool isComplete = choice.Operand is null || operand is not null;
        foreach (CaseBranch branch in choice.Branches)
        {
            BoundExpression? condition = choice.Operand is null
                ? binder.BindCondition(branch.When, "WHEN")
                : BindComparison(operand, branch.When);
            if (binder.BindOperand(branch.Then) is { } value && condition is not null)
            {
                branches.Add(new BoundBranch(condition, value));
            }
            else
            {
                isComplete = false;
            }
        }

        BoundExpression? last = choice.Else is null ? null : binder.BindOperand(choice.Else);
        if (!isComplete || (choice.Else is not null && last is null))
        {
            return null;
        }

        // Postgres asks ELSE first for the common type.
        BoundExpression[] values = [.. last is null ? [] : (BoundExpression[])[last], .. branches.Select(branch => branch.Value)];
        return Unify("CASE", values) is { } unified
            ? new BoundCase(
                unified[0].Type,
                [.. branches.Zip(last is null ? unified : unified[1..], (branch, value) => branch with { Value = value })],
                last is null ? null : unified[0],
                choice.Span)
            : null;
    }

    internal BoundExpression? BindChoice(CallExpression call)
    {
        string name = call.Function.Text;
        if (call.Arguments.Count == 0)
        {
            return diagnostics.Fail<BoundExpression>(call.Span, $"{name} needs at least one argument.");
        }

        return binder.BindAll(call.Arguments) is { } arguments && Unify(name, arguments) is { } unified
            ? new BoundChoice(name, unified[0].Type, unified, call.Span)
            : null;
    }

    /// <summary>The type that Postgres gives a list of values, or null if there is none.</summary>
    private static SqlType? FindCommonType(IReadOnlyList<BoundExpression> values)
    {
        SqlType[] known = [.. values.Select(value => value.Type).Where(type => type != SqlType.Unknown)];
        if (known.Length == 0)
        {
            return SqlType.Text;
        }

        SqlType common = known[0];
        foreach (SqlType type in known.Skip(1))
        {
            if (type.Category() != common.Category())
            {
                return null;
            }

            if (!common.IsPreferred() && common.CastsImplicitlyTo(type) && !type.CastsImplicitlyTo(common))
            {
                common = type;
            }
        }

        return known.All(type => type.CastsImplicitlyTo(common)) ? common : null;
    }

    private static bool HasColumn(BoundExpression expression) => expression switch
    {
        BoundConstant => false,
        BoundColumn or BoundKey or BoundWindowBound or BoundAggregateResult => true,
        _ => expression.Parts.Any(HasColumn),
    };

    private BoundIn? BindConstants(
        BoundExpression operand, IReadOnlyList<BoundExpression> constants, SqlType type, InExpression list)
    {
        SqlType[] types = [type, .. constants.Select(_ => type)];
        return binder.ConvertAll([operand, .. constants], types) is [var converted, .. var items]
            && OverloadResolution.ChooseOperator(Catalog.BinaryOperators["="], type, type) is { } equality
                ? new BoundIn(equality, converted, items, list.Span)
                : null;
    }

    private BoundCall? Equal(BoundExpression operand, BoundExpression item, InExpression list) =>
        binder.BindOperator("=", operand, item, item.Span, list.Span);

    private BoundCall? BindComparison(BoundExpression? operand, SqlExpression value) =>
        binder.BindOperand(value) is { } bound && operand is not null
            ? binder.BindOperator("=", operand, bound, value.Span, value.Span)
            : null;

    private BoundExpression[]? Unify(string name, BoundExpression[] values)
    {
        if (FindCommonType(values) is { } common)
        {
            return binder.ConvertAll(values, [.. values.Select(_ => common)]);
        }

        BoundExpression first = Array.Find(values, value => value.Type != SqlType.Unknown)!;
        BoundExpression other = Array.Find(
            values, value => value.Type != SqlType.Unknown && FindCommonType([first, value]) is null) ?? values[^1];
        return diagnostics.Fail<BoundExpression[]>(
            other.Span,
            $"The values of {name} have no common type: {first.Type.Name()} and {other.Type.Name()}. Convert one with ::.");
    }
}

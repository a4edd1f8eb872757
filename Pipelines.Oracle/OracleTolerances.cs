using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Pipelines.Oracle;

/// <summary>Finds how exact a column is.</summary>
public static class OracleTolerances
{
    /// <summary>Up to this number of distinct values, their approximate count is exact.</summary>
    public const double ExactDistinct = 128;

    private const double OrderError = 1e-9;
    private const double RealOrderError = 1e-4;
    private const double PercentileError = 0.01;
    private const double DistinctError = 5 * 0.016;

    /// <summary>The greatest relative error of a column's values; 0 if they must be equal.</summary>
    public static double ErrorOf(ExpectedColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.Tolerance switch
        {
            OracleTolerance.Order => column.Type == "real" ? RealOrderError : OrderError,
            OracleTolerance.DistinctCount => DistinctError,
            OracleTolerance.Percentile => PercentileError,
            _ => 0,
        };
    }

    /// <summary>The tolerance of an expression: the largest of its aggregates.</summary>
    internal static OracleTolerance Of(BoundExpression expression) => expression switch
    {
        BoundAggregateResult result => Of(result.Aggregate),
        BoundCall call => Of(call.Arguments),
        BoundCast cast => Of(cast.Operand),
        BoundLogical logical => Of([logical.Left, logical.Right]),
        BoundNot not => Of(not.Operand),
        BoundTest test => Of(test.Operand),
        BoundDistinct distinct => Of(distinct.Equality.Arguments),
        BoundIn list => Of([list.Operand, .. list.Items]),
        BoundCase choice => Of(
        [
            .. choice.Branches.SelectMany(branch => new[] { branch.Condition, branch.Value }),
            .. choice.Else is { } otherwise ? (BoundExpression[])[otherwise] : [],
        ]),
        BoundChoice choice => Of(choice.Arguments),
        BoundNullIf nullIf => Of(nullIf.Equality.Arguments),
        _ => OracleTolerance.None,
    };

    private static OracleTolerance Of(IReadOnlyList<BoundExpression> parts) =>
        parts.Count == 0 ? OracleTolerance.None : parts.Max(Of);

    private static OracleTolerance Of(AggregateCall call) => call.Signature.Name switch
    {
        "approx_count_distinct" => OracleTolerance.DistinctCount,
        "approx_percentile" => OracleTolerance.Percentile,
        "sum" or "avg" or "stddev_samp" or "stddev_pop" or "var_samp" or "var_pop"
            when call.Type is SqlType.Double or SqlType.Real => OracleTolerance.Order,
        _ => OracleTolerance.None,
    };
}

using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Pipelines.Oracle;

/// <summary>A materialized view whose rows Postgres computes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns in the order of the select list.</param>
public sealed record ExpectedView(string Name, IReadOnlyList<ExpectedColumn> Columns)
{
    /// <summary>
    /// The first column that is <c>count(*)</c> and nothing else: the number of records of a row. Null if there is none.
    /// </summary>
    public ExpectedColumn? Count => Columns.FirstOrDefault(column => column.IsCount);

    internal static ExpectedView Of(MaterializedViewDefinition view, PipelineDefinition pipeline) => new(
        view.Name,
        [
            .. view.Outputs.Select(output => new ExpectedColumn(
                output.Name,
                output.Expression.Type.Name(),
                OracleTolerances.Of(output.Expression),
                IsIdentity(output.Expression, view.Window),
                IsCount(output.Expression))),
        ]);

    private static bool IsCount(BoundExpression expression) => expression is BoundAggregateResult
    {
        Aggregate: { Signature.Name: "count", Arguments.Count: 0, Filter: null },
    };

    // As the primary key of the table: cumulating windows of one start differ in their ends.
    private static bool IsIdentity(BoundExpression expression, WindowDefinition? window) => expression is BoundKey
        || (expression is BoundWindowBound bound && (!bound.IsEnd || window!.Kind == WindowKind.Cumulate));
}

/// <summary>A column of a view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Tolerance">How far a maintained value may differ from the one of Postgres.</param>
/// <param name="IsIdentity">Whether it is a part of what identifies a row.</param>
/// <param name="IsCount">Whether it is the number of records of the row.</param>
public sealed record ExpectedColumn(string Name, string Type, OracleTolerance Tolerance, bool IsIdentity, bool IsCount);

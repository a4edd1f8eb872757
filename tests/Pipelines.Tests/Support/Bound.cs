using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Diagnostics;

namespace PathwayOrleans.Pipelines.Tests.Support;

/// <summary>Binds texts for tests.</summary>
internal static class Bound
{
    /// <summary>A source with a column of each type, named by it, and the key <c>k</c>.</summary>
    internal const string Source = """
        CREATE SOURCE s (
            k text NOT NULL, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text,
            ts timestamptz, ts2 timestamptz, day date, u uuid,
            WATERMARK FOR ts AS ts - INTERVAL '5 seconds'
        );

        """;

    /// <summary>The columns of the source as those of a table of Postgres.</summary>
    internal const string Columns =
        "k text, b boolean, i integer, i2 integer, l bigint, r real, d double precision, n numeric, t text, t2 text, " +
        "ts timestamptz, ts2 timestamptz, day date, u uuid";

    /// <summary>The columns of a view over the source.</summary>
    internal static MaterializedViewDefinition View(string items) => Assert.Single(
        PipelineBinder.Bind($"{Source}CREATE MATERIALIZED VIEW v AS SELECT k, {items} FROM s GROUP BY k;").MaterializedViews);

    /// <summary>An expression of the columns, bound as the condition-free argument of an aggregate.</summary>
    internal static BoundExpression Scalar(string sql) =>
        View($"last_value({sql}) AS x").Aggregates[0].Arguments[0];

    /// <summary>An expression of aggregates.</summary>
    internal static BoundExpression Aggregate(string sql) => View($"{sql} AS x").Outputs[1].Expression;

    /// <summary>The errors of a pipeline.</summary>
    internal static IReadOnlyList<PipelineDiagnostic> Errors(string sql) =>
        Assert.Throws<PipelineException>(() => PipelineBinder.Bind(sql)).Diagnostics;
}

namespace PathwayOrleans.Pipelines.Tests.Oracle;

/// <summary>The rows of a view as Postgres computes them.</summary>
/// <param name="Columns">The columns, in the order of the select list.</param>
/// <param name="Rows">The values as Postgres writes them, times in UTC; null for NULL. Sorted by all columns.</param>
internal sealed record OracleResult(IReadOnlyList<OracleColumn> Columns, IReadOnlyList<string?[]> Rows);

/// <summary>A column of a result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The name of the type that Postgres gives it.</param>
/// <param name="Tolerance">How far the maintained value may differ.</param>
internal sealed record OracleColumn(string Name, string Type, OracleTolerance Tolerance);

/// <summary>How far a maintained value may differ from the one of Postgres.</summary>
internal enum OracleTolerance
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>
    /// It has sums of real or double precision, which are added in another order: a relative error of 1e-9, or 1e-4 for real.
    /// </summary>
    Order,

    /// <summary>Exact up to 128 distinct values; above, a standard error of 1.6 %.</summary>
    DistinctCount,

    /// <summary>A relative error of 1 %.</summary>
    Percentile,
}

using PathwayOrleans.Pipelines.Oracle;

namespace PathwayOrleans.Pipelines.Tests.Oracle;

/// <summary>The rows of a view as Postgres computes them.</summary>
/// <param name="Columns">The columns, in the order of the select list.</param>
/// <param name="Rows">The values as Postgres writes them, times in UTC; null for NULL. Sorted by all columns.</param>
internal sealed record OracleResult(IReadOnlyList<ExpectedColumn> Columns, IReadOnlyList<string?[]> Rows);

using System.Globalization;
using Npgsql;
using PathwayOrleans.Pipelines.Oracle;

namespace PathwayOrleans.Demo.Proof;

/// <summary>Writes the queries that compare tables of two schemas.</summary>
/// <param name="expected">The schema of the rows that Postgres computes.</param>
/// <param name="found">The schema of the service.</param>
internal sealed class ViewComparison(string expected, string found)
{
    private static readonly NpgsqlCommandBuilder Quotes = new();

    /// <summary>
    /// The rows found, the rows that differ, and the records that are missing and surplus in the counts of rows.
    /// </summary>
    internal string Summary(ExpectedView view)
    {
        string lost = view.Count is { } count
            ? $"sum(greatest({Counted("e", count)} - {Counted("f", count)}, 0))::bigint, " +
              $"sum(greatest({Counted("f", count)} - {Counted("e", count)}, 0))::bigint"
            : "NULL::bigint, NULL::bigint";
        return $"SELECT count(f.pathway_there), count(*) FILTER (WHERE {Differs(view)}), {lost} FROM {Joined(view)}";
    }

    /// <summary>
    /// The first rows that differ: the values of all columns that are expected and found; null where there is no row.
    /// </summary>
    internal string Differences(ExpectedView view, int limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT {Texts(view, "e")}, {Texts(view, "f")} FROM {Joined(view)} WHERE {Differs(view)} LIMIT {limit}");

    /// <summary>The dead letters of a source ($1) by reason, and those that differ.</summary>
    internal string LetterSummary() =>
        $"""
        SELECT coalesce(e.reason, f.reason) COLLATE "C", count(e.reason), count(f.reason),
            count(*) FILTER (WHERE {LettersDiffer})
        FROM {Letters} GROUP BY 1 ORDER BY 1
        """;

    /// <summary>The first dead letters of a source ($1) that differ.</summary>
    internal string LetterDifferences(int limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT coalesce(e.partition, f.partition), coalesce(e.position, f.position), coalesce(e.reason, f.reason),
            e.reason IS NOT NULL, f.reason IS NOT NULL, e.views, f.views
        FROM {Letters} WHERE {LettersDiffer} LIMIT {limit}
        """);

    private const string LettersDiffer = "e.reason IS NULL OR f.reason IS NULL OR e.views IS DISTINCT FROM f.views";

    private string Letters =>
        $"""
        (
            SELECT pathway_partition AS partition, pathway_position AS position, pathway_reason COLLATE "C" AS reason,
                (SELECT string_agg(v, ', ' ORDER BY v COLLATE "C") FROM unnest(pathway_views) AS v) AS views
            FROM {Name(expected)}.pathway_letters
        ) AS e FULL JOIN (
            SELECT partition, position::bigint, reason COLLATE "C" AS reason,
                (SELECT string_agg(v, ', ' ORDER BY v COLLATE "C") FROM unnest(windows) AS v) AS views
            FROM {Name(found)}.dead_letters WHERE source = $1
        ) AS f USING (partition, position, reason)
        """;

    private static string Name(string name) => Quotes.QuoteIdentifier(name);

    private static string Counted(string side, ExpectedColumn count) => $"coalesce({side}.{Name(count.Name)}, 0)";

    private static string Texts(ExpectedView view, string side)
    {
        IEnumerable<string> values = view.Columns.Select(column => $"{side}.{Name(column.Name)}::text");
        return $"CASE WHEN {side}.pathway_there THEN ARRAY[{string.Join(", ", values)}] END";
    }

    // The collations of columns of both sides differ.
    private static string Text(string side, ExpectedColumn column) => $"{side}.{Name(column.Name)}::text COLLATE \"C\"";

    private static string Equal(ExpectedColumn column) => column.Type == "text"
        ? $"{Text("e", column)} = {Text("f", column)}"
        : $"e.{Name(column.Name)} = f.{Name(column.Name)}";

    private string Joined(ExpectedView view)
    {
        string columns = string.Join(", ", view.Columns.Select(column => Name(column.Name)));
        string on = string.Join(" AND ", view.Columns.Where(column => column.IsIdentity).Select(Equal));
        return $"(SELECT {columns}, true AS pathway_there FROM {Name(expected)}.{Name(view.Name)}) AS e " +
            $"FULL JOIN (SELECT {columns}, true AS pathway_there FROM {Name(found)}.{Name(view.Name)}) AS f ON {on}";
    }

    private static string Differs(ExpectedView view) => string.Join(
        " OR ",
        [
            "e.pathway_there IS NULL", "f.pathway_there IS NULL",
            .. view.Columns.Where(column => !column.IsIdentity).Select(column => $"({Differs(column)})"),
        ]);

    private static string Differs(ExpectedColumn column)
    {
        string texts = $"{Text("e", column)} IS DISTINCT FROM {Text("f", column)}";
        double error = OracleTolerances.ErrorOf(column);
        if (error == 0 || column.Type is not ("real" or "double precision" or "numeric" or "bigint" or "integer"))
        {
            return texts;
        }

        (string e, string f) = ($"e.{Name(column.Name)}::float8", $"f.{Name(column.Name)}::float8");
        string near = string.Create(CultureInfo.InvariantCulture, $"abs({e} - {f}) <= {error:R} * abs({e})");
        string approximate = column.Tolerance == OracleTolerance.DistinctCount
            ? string.Create(CultureInfo.InvariantCulture, $"{e} > {OracleTolerances.ExactDistinct} AND {near}")
            : near;
        return $"{texts} AND NOT coalesce({approximate}, false)";
    }
}

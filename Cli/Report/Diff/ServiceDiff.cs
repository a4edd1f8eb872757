using System.Text.Json;
using Npgsql;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Cli.Report.Diff;

/// <summary>
/// Compares the results of two services of one database. Doubles are compared by their bits, because 0 equals -0 in Postgres.
/// </summary>
internal sealed class ServiceDiff(string first, string second, int examples)
{
    internal async Task<IReadOnlyList<TableDiff>> CompareAsync(
        IQueries queries, IReadOnlyList<ComparedTable> compared, CancellationToken cancellationToken)
    {
        var tables = new List<TableDiff>();
        foreach (ComparedTable table in compared)
        {
            TableDiff diff = await CountAsync(queries, table, cancellationToken);
            tables.Add(diff.IsEqual || examples == 0
                ? diff
                : diff with { Examples = await FindExamplesAsync(queries, table, diff, cancellationToken) });
        }

        return tables;
    }

    private async Task<TableDiff> CountAsync(IQueries queries, ComparedTable table, CancellationToken cancellationToken)
    {
        Sql sql = Sql.Text(
            $"""
            SELECT
                count({table.KeyOf(ComparedTable.A)}), count({table.KeyOf(ComparedTable.B)}),
                count(*) FILTER (WHERE {table.KeyOf(ComparedTable.A)} IS NOT NULL AND {table.KeyOf(ComparedTable.B)} IS NOT NULL),
                count(*) FILTER (WHERE {table.KeyOf(ComparedTable.B)} IS NULL), count(*) FILTER (WHERE {table.KeyOf(ComparedTable.A)} IS NULL),
                count(*) FILTER (WHERE {table.KeyOf(ComparedTable.A)} IS NOT NULL AND {table.KeyOf(ComparedTable.B)} IS NOT NULL AND {table.Differs})
            FROM {In(first, table)} AS {ComparedTable.A} FULL JOIN {In(second, table)} AS {ComparedTable.B} ON {table.SameKey}
            """);
        return (await queries.ReadAsync(
            sql,
            row => new TableDiff(
                table.Name, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)),
            cancellationToken))[0];
    }

    private async Task<IReadOnlyList<RowDiff>> FindExamplesAsync(
        IQueries queries, ComparedTable table, TableDiff diff, CancellationToken cancellationToken)
    {
        const string A = ComparedTable.A;
        const string B = ComparedTable.B;
        string inFirst = $"{In(first, table)} AS {A}";
        string inSecond = $"{In(second, table)} AS {B}";
        var found = new List<RowDiff>();
        if (diff.OnlyInA > 0)
        {
            found.AddRange(await ReadAsync(
                $"SELECT {A}, NULL::record AS {B} FROM {inFirst} WHERE NOT EXISTS (SELECT FROM {inSecond} WHERE {table.SameKey})",
                A));
        }

        if (diff.OnlyInB > 0)
        {
            found.AddRange(await ReadAsync(
                $"SELECT NULL::record AS {A}, {B} FROM {inSecond} WHERE NOT EXISTS (SELECT FROM {inFirst} WHERE {table.SameKey})",
                B));
        }

        if (diff.Differing > 0)
        {
            found.AddRange(await ReadAsync(
                $"SELECT {A}, {B} FROM {inFirst} JOIN {inSecond} ON {table.SameKey} WHERE {table.Differs}", A));
        }

        return found;

        // OFFSET 0: the planner estimates that half of all rows differ. Without it the planner would scan by the keys to find the
        // first few, and so read most of both tables row by row.
        Task<IReadOnlyList<RowDiff>> ReadAsync(string differences, string side) => queries.ReadAsync(
            $"""
            SELECT row_to_json(d.{Sql.Text(A)})::text, row_to_json(d.{Sql.Text(B)})::text
            FROM ({Sql.Text(differences)} OFFSET 0) AS d
            ORDER BY {Sql.Text(table.KeysOf($"(d.{side})"))} LIMIT {examples}
            """,
            row => new RowDiff(Side(row, 0), Side(row, 1)),
            cancellationToken);
    }

    // Without the columns that are not compared. A service id is validated to be a plain identifier.
    private static string In(string service, ComparedTable table) =>
        $"(SELECT {table.Columns} FROM \"{ServiceId.Schema(service)}\".{ComparedTable.Quote(table.Name)})";

    private static JsonElement? Side(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : JsonElement.Parse(row.GetString(column));
}

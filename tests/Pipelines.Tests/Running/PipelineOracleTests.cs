using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.Running;
using PathwayOrleans.Pipelines.Tests.Support;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Pipelines.Tests.Running;

/// <summary>The rows of views are those that Postgres computes by the same SELECT over all records.</summary>
[Trait("Tier", "Slow")]
public sealed partial class PipelineOracleTests : IAsyncLifetime
{
    private const int Records = 1_500;

    private static readonly string[] Selections =
    [
        "count(*) AS a, count(i) AS b, count(t) AS c, sum(i) AS d, sum(l) AS e, sum(n) AS f, sum(d) AS g",
        "avg(i) AS a, avg(l) AS b, avg(n) AS c, avg(d) AS d, avg(r) AS e",
        "min(i) AS a, max(i) AS b, min(t) AS c, max(t) AS d, min(ts) AS e, max(ts) AS f, min(day) AS g, max(n) AS h, min(d) AS j",
        "bool_and(b) AS a, bool_or(b) AS c, bool_and(i > 0) AS d, count(u) AS e",
        "stddev_samp(i) AS a, stddev_pop(n) AS b, var_samp(l) AS c, round(var_pop(d)::numeric, 3) AS d, " +
        "round(stddev_samp(d)::numeric, 3) AS e, var_samp(n) AS f",
        "last_value(t) AS a, first_value(t) AS b, last_value(n) AS c, first_value(ts) AS d, last_value(i) AS e, last_value(b) AS f",
        "approx_count_distinct(t) AS a, approx_count_distinct(i) AS b, approx_count_distinct(day) AS c",
        "count(*) FILTER (WHERE b) AS a, sum(n) FILTER (WHERE i > 0 AND t LIKE 'a%') AS c, max(t) FILTER (WHERE n IS NULL) AS d",
        "sum(n) / nullif(count(n), 0) AS a, count(*) * 2 + coalesce(sum(i), 0) AS b, round(avg(n), 2) AS c, upper(max(t)) AS d",
        "sum(CASE WHEN b THEN n WHEN i > 2 THEN 1 ELSE -n END) AS a, sum(i * 2 + coalesce(l, 7)) AS c, max(t || k) AS d",
        "max(date_trunc('hour', ts)) AS a, min(extract(dow FROM ts)) AS b, max(ts - INTERVAL '1 day') AS c, sum(length(t)) AS d",
        "max(greatest(i, l)) AS a, min(least(n, 3)) AS b, count(nullif(t, 'abc')) AS c, min(n::text) AS d, sum(t2::integer) AS e",
    ];

    private static readonly string[] Conditions =
    [
        "", "WHERE b", "WHERE i > 0 OR t = 'abc'", "WHERE t IN ('a', 'abc', 'b') AND n IS NOT NULL", "WHERE day < DATE '2024-02-01'",
        "WHERE NOT (b IS TRUE) AND t ILIKE 'A%'",
    ];

    private static readonly (string Ours, string Postgres)[] Windows =
    [
        ("TUMBLE(s, ts, INTERVAL '10 minutes')", Tumble("10 minutes", "0")),
        ("TUMBLE(s, ts, INTERVAL '7 minutes', INTERVAL '90 seconds')", Tumble("7 minutes", "90 seconds")),
        (
            "TUMBLE(s, ts, INTERVAL '1 day', time_zone => 'Europe/Berlin')",
            "(SELECT *, date_trunc('day', ts, 'Europe/Berlin') AS window_start, (date_trunc('day', ts, 'Europe/Berlin') " +
            "AT TIME ZONE 'Europe/Berlin' + INTERVAL '1 day') AT TIME ZONE 'Europe/Berlin' AS window_end FROM s $where) s"),
        (
            "HOP(s, ts, INTERVAL '4 minutes', INTERVAL '10 minutes')",
            "(SELECT s.*, w AS window_start, w + INTERVAL '10 minutes' AS window_end FROM s CROSS JOIN LATERAL generate_series(" +
            "date_bin('4 minutes', ts, 'epoch'), ts - INTERVAL '10 minutes' + INTERVAL '1 us', -INTERVAL '4 minutes') w $where) s"),
        (
            "CUMULATE(s, ts, INTERVAL '5 minutes', INTERVAL '15 minutes')",
            "(SELECT s.*, o AS window_start, w AS window_end FROM s CROSS JOIN LATERAL (SELECT " +
            "date_bin('15 minutes', ts, 'epoch') AS o) x CROSS JOIN LATERAL generate_series(" +
            "o + INTERVAL '5 minutes', o + INTERVAL '15 minutes', INTERVAL '5 minutes') w " +
            "WHERE w > ts $and) s"),
        (
            "SESSION(s, ts, INTERVAL '2 minutes')",
            "(SELECT *, min(ts) OVER session AS window_start, max(ts) OVER session + INTERVAL '2 minutes' AS window_end FROM (" +
            "SELECT *, sum(starts) OVER (PARTITION BY k ORDER BY ts) AS session FROM (SELECT *, CASE WHEN ts - lag(ts) OVER (" +
            "PARTITION BY k ORDER BY ts) < INTERVAL '2 minutes' THEN 0 ELSE 1 END AS starts FROM s $where) s) s " +
            "WINDOW session AS (PARTITION BY k, session)) s"),
    ];

    private PostgresForTests? _postgres;

    public async ValueTask InitializeAsync() => _postgres = await PostgresForTests.CreateAsync();

    public async ValueTask DisposeAsync() => await _postgres!.DisposeAsync();

    [Fact]
    public async Task The_rows_of_every_view_are_those_of_Postgres()
    {
        (string Sql, string Postgres)[] views = [.. Views()];
        CompiledPipeline pipeline = Compiled.Pipeline(Bound.Source + string.Concat(views.Select(view => view.Sql)));
        string?[][] rows = CreateRows(new Random(7));
        var runner = new PipelineRunner(pipeline);
        SourceDefinition source = pipeline.Definition.Source;
        for (int i = 0; i < rows.Length; i++)
        {
            byte[] json = JsonSerializer.SerializeToUtf8Bytes(
                source.Columns.Select((column, place) => (column.Name, rows[i][place])).ToDictionary());
            runner.Process(SourcePartition.Of("topic", 0), Position.FromOffset(i), json, default(RecordMetadata));
        }

        runner.Flush();
        Assert.Equal(0, runner.DeadLetters.Count);
        Assert.Empty(runner.Failures);
        await using NpgsqlConnection connection = await ConnectAsync(rows);
        var differences = new List<string>();
        int compared = 0;
        foreach ((ViewTable table, (string sql, string postgres)) in runner.Tables.Zip(views))
        {
            string[] expected = await ReadAsync(connection, postgres);
            string[] actual =
            [
                .. table.Rows.Select(row => string.Join('|', row.Values.Select(value =>
                    value is null ? "NULL" : ViewTable.TextOf(value)))).Order(StringComparer.Ordinal),
            ];
            compared += expected.Length;
            differences.AddRange(
                expected.Except(actual).Take(2).Select(row => $"{sql}\nlacks {row}")
                    .Concat(actual.Except(expected).Take(2).Select(row => $"{sql}\nhas   {row}")));
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {compared}:\n{string.Join('\n', differences.Take(30))}");
        Assert.InRange(compared, 10_000, int.MaxValue);
    }

    private static IEnumerable<(string Sql, string Postgres)> Views()
    {
        int number = 0;
        foreach (string selection in Selections)
        {
            string items = ForPostgres(selection);
            foreach (string condition in Conditions)
            {
                yield return (
                    $"CREATE MATERIALIZED VIEW v{number++} AS SELECT k, {selection} FROM s {condition} GROUP BY k;\n",
                    $"SELECT k, {items} FROM s {condition} GROUP BY k");
            }

            foreach ((string ours, string postgres) in Windows)
            {
                string condition = Conditions[number % Conditions.Length];
                string and = condition.Length == 0 ? "" : $"AND ({condition["WHERE ".Length..]})";
                string from = postgres.Replace("$where", condition, StringComparison.Ordinal)
                    .Replace("$and", and, StringComparison.Ordinal);
                yield return (
                    $"CREATE MATERIALIZED VIEW v{number++} AS SELECT k, window_start, window_end, {selection} FROM {ours} " +
                    $"{condition} GROUP BY k, window_start, window_end;\n",
                    $"SELECT k, window_start, window_end, {items} FROM {from} GROUP BY k, window_start, window_end");
            }
        }
    }

    private static string Tumble(string size, string offset) =>
        $"(SELECT *, date_bin('{size}', ts, TIMESTAMPTZ 'epoch' + INTERVAL '{offset}') AS window_start, " +
        $"date_bin('{size}', ts, TIMESTAMPTZ 'epoch' + INTERVAL '{offset}') + INTERVAL '{size}' AS window_end FROM s $where) s";

    // Postgres has these only as window functions, or not at all.
    private static string ForPostgres(string selection)
    {
        string sql = Ordered().Replace(selection, match => $"(array_agg({match.Groups[2].Value} ORDER BY ts " +
            $"{(match.Groups[1].Value == "last" ? "DESC" : "")}))[1]");
        return sql.Replace("approx_count_distinct(", "count(DISTINCT ", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(first|last)_value\((\w+)\)")]
    private static partial Regex Ordered();

    // In the order of the columns of the source. Sums stay within 28 digits. Sums of these binary numbers are exact in any order:
    // Postgres chooses the order in which it adds the rows of a group.
    private static string?[][] CreateRows(Random random)
    {
        string?[][] values =
        [
            ["a", "b", "ä", "key 4"], ["true", "false"], ["0", "1", "7", "-7", "100", "3"], ["2"],
            ["5000000000", "-1", "0", "7", "12"], ["1.5", "-2.25", "0.125"],
            ["-2.25", "0.125", "123456.75", "2.5"],
            ["3.10", "-19.90", "0.005", "7", "1.50"], ["", "abc", "a", "A,b", "ÄÖ", "😀b"],
            ["1", "12", " 7 "], [], ["2023-01-01"],
            ["2024-02-29", "1970-01-01", "2023-12-31"], ["c0ffee00-0000-4000-8000-000000000001"],
        ];
        var time = new DateTime(2024, 3, 30, 12, 0, 0, DateTimeKind.Utc);
        return
        [
            .. Enumerable.Range(0, Records).Select(_ =>
            {
                time = time.AddMicroseconds(1 + random.NextInt64(60_000_000));
                return values.Select((choices, column) =>
                    column == 10 ? time.ToString("yyyy-MM-dd HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)
                    : column > 0 && random.Next(6) == 0 ? null
                    : choices[random.Next(choices.Length)]).ToArray();
            }),
        ];
    }

    private async Task<NpgsqlConnection> ConnectAsync(string?[][] rows)
    {
        NpgsqlConnection connection = await _postgres!.ConnectAsync();
        string columns = Bound.Columns.Replace(" text", " text COLLATE \"C.utf8\"", StringComparison.Ordinal);
        await using var command = new NpgsqlCommand(
            $"SET TimeZone = 'UTC'; SET max_parallel_workers_per_gather = 0; CREATE TABLE s (number integer, {columns}); " +
            SampleRows.Insert(rows),
            connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task<string[]> ReadAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT (SELECT string_agg(coalesce(value, 'NULL'), '|' ORDER BY place) FROM unnest({Texts(sql)}) " +
            $"WITH ORDINALITY AS c (value, place)) FROM ({sql}) r",
            connection);
        var rows = new List<string>();
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    // An array of the texts of all columns.
    private static string Texts(string sql)
    {
        IEnumerable<string> names = Names().Matches(sql[..sql.IndexOf(" FROM s", StringComparison.Ordinal)])
            .Select(match => match.Groups[1].Value);
        string[] keys = sql.Contains("window_start, window_end,", StringComparison.Ordinal)
            ? ["k", "window_start", "window_end"]
            : ["k"];
        IEnumerable<string> columns = keys.Concat(names.Where(name => name.Length == 1));
        return $"ARRAY[{string.Join(", ", columns.Select(name => $"r.{name}::text"))}]";
    }

    [GeneratedRegex(@" AS (\w+)")]
    private static partial Regex Names();
}

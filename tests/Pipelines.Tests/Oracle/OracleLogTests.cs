using System.Globalization;
using System.Text;
using Npgsql;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Oracle;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.Running;
using PathwayOrleans.Pipelines.Tests.Support;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Pipelines.Tests.Oracle;

/// <summary>
/// Over the records of a log, also broken ones, late ones and ones from the future, the rows and dead letters of a run are those
/// of Postgres.
/// </summary>
[Trait("Tier", "Slow")]
public sealed class OracleLogTests
{
    private const int Records = 4_000;
    private const int Partitions = 3;
    private const int Keys = 12;

    private const string Sql =
        """
        CREATE SOURCE s (
            k text NOT NULL, n numeric DEFAULT 7 ON EMPTY, t text, unused integer AS (100 / length(t)),
            half numeric AS (10 / n), at timestamptz NOT NULL, odd integer NULL ON ERROR,
            WATERMARK FOR at AS at - INTERVAL '1.0005 seconds'
        );
        CREATE MATERIALIZED VIEW totals AS
        SELECT k, count(*) AS n, sum(half) AS s, max(t) AS t, last_value(odd) AS o, approx_count_distinct(t) AS d FROM s GROUP BY k;
        CREATE MATERIALIZED VIEW hops AS
        SELECT k, window_start, window_end, count(*) AS n, approx_percentile(0.5) WITHIN GROUP (ORDER BY n) AS p
        FROM HOP(s, at, INTERVAL '2 seconds', INTERVAL '7 seconds') WHERE n > 3 GROUP BY k, window_start, window_end;
        CREATE MATERIALIZED VIEW visits WITH (allowed_lateness = '2 seconds') AS
        SELECT k, window_start, window_end, count(*) AS n, sum(n) AS s
        FROM SESSION(s, at, INTERVAL '3 seconds') GROUP BY k, window_start, window_end;
        CREATE MATERIALIZED VIEW short_visits AS
        SELECT k, window_start, window_end, count(*) AS n
        FROM SESSION(s, at, INTERVAL '1 second') WHERE n <> 5 GROUP BY k, window_start, window_end;
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Rows_and_dead_letters_are_those_of_Postgres(int seed)
    {
        var random = new Random(seed);
        LoggedRecord[] records = [.. Create(random)];
        CompiledPipeline pipeline = Compiled.Pipeline(Sql);
        PipelineRunner runner = Run(pipeline, records);
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using NpgsqlConnection connection = await database.ConnectAsync();
        PostgresOracle oracle = await PostgresOracle.CreateAsync(
            new VerifiedPipeline(pipeline), connection, "oracle", CancellationToken.None);
        random.Shuffle(records);
        foreach (LoggedRecord[] part in records.Chunk(900))
        {
            await oracle.AddAsync(part, CancellationToken.None);
        }

        Assert.Equal(runner.Counted, await oracle.ComputeAsync(CancellationToken.None));
        string[] reasons =
        [
            .. runner.DeadLetters.ByReason.Select(letters => $"{letters.Reason}|{letters.Count}"),
        ];
        Assert.Equal(
            reasons,
            await database.RowsAsync(
                "SELECT pathway_reason, count(*) FROM oracle.pathway_letters GROUP BY 1 ORDER BY pathway_reason COLLATE \"C\""));
        Assert.Equal(7, reasons.Length);
        foreach (ViewTable table in runner.Tables)
        {
            string columns = string.Join(", ", table.View.Definition.Outputs.Select(output => $"\"{output.Name}\"::text"));
            string[] expected = await database.RowsAsync(
                $"SET timezone = 'UTC'; SELECT {columns} FROM oracle.{table.View.Name}");
            string[] actual =
            [
                .. table.Rows.Select(row => string.Join(
                    '|', row.Values.Select(value => value is null ? "null" : ViewTable.TextOf(value)))),
            ];
            Assert.Equal(Exact(table, expected), Exact(table, actual));
        }
    }

    // Percentiles differ by up to a percent; only the other columns are compared.
    private static IEnumerable<string> Exact(ViewTable table, string[] rows) => rows
        .Select(row => table.View.Name == "hops" ? row[..row.LastIndexOf('|')] : row).Order(StringComparer.Ordinal);

    private static PipelineRunner Run(CompiledPipeline pipeline, LoggedRecord[] records)
    {
        var runner = new PipelineRunner(pipeline, maxOpen: 3);
        foreach (LoggedRecord record in records)
        {
            runner.Process(
                SourcePartition.Of("topic", record.Partition),
                Position.FromOffset(record.Offset),
                record.Value,
                new RecordMetadata { Timestamp = record.Timestamp, Partition = record.Partition, Offset = record.Offset });
        }

        runner.Flush();
        return runner;
    }

    private static IEnumerable<LoggedRecord> Create(Random random)
    {
        long[] offsets = new long[Partitions];
        long time = 1_711_828_800_000_000;
        for (int i = 0; i < Records; i++)
        {
            time += random.Next(1_500_000);
            long late = random.Next(3) == 0 ? random.Next(9_000_000) : 0;
            long at = time - late + (random.Next(200) == 0 ? 86_400_000_000 * 2 : 0);
            int key = random.Next(Keys);
            string json = random.Next(150) switch
            {
                0 => "{",
                1 => "",
                2 => "{\"k\":\"x\",\"at\":null}",
                3 => "{\"k\":\"x\",\"at\":\"soon\"}",
                _ => Record(random, key, at),
            };
            int partition = key % Partitions;
            offsets[partition] += 1 + random.Next(2);
            yield return new LoggedRecord(
                partition, offsets[partition], time / 1000, null, json.Length == 0 ? null : Encoding.UTF8.GetBytes(json));
        }
    }

    private static string Record(Random random, int key, long at)
    {
        string time = DateTime.UnixEpoch.AddMicroseconds(at).ToString(
            "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        string number = random.Next(10) == 0 ? "" : $"\"n\":{random.Next(40) switch { 0 => 0, var n => n % 10 + 1 }},";
        string odd = random.Next(4) == 0 ? "\"odd\":\"no number\"," : $"\"odd\":{random.Next(5)},";
        string text = random.Next(5) == 0 ? "" : $"tab\\t, ä, \\\\{random.Next(20)}";
        return $$"""{"k":"k{{key}}",{{number}}{{odd}}"t":"{{text}}","at":"{{time}}"}""";
    }
}

using System.Globalization;
using System.Text;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.Running;
using PathwayOrleans.Pipelines.Runtime.Values;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Pipelines.Tests.Support;

namespace PathwayOrleans.Pipelines.Tests.Running;

public sealed class PipelineRunnerTests
{
    private const string Source =
        "CREATE SOURCE s (k text NOT NULL, x integer, ts timestamptz NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '2 seconds') " +
        "INCLUDE partition AS p;";

    [Fact]
    public void A_late_record_is_a_dead_letter_of_its_view_and_counts_in_the_others()
    {
        PipelineRunner runner = Run(
            $"""
            {Source}
            CREATE MATERIALIZED VIEW totals AS SELECT k, count(*) AS c FROM s GROUP BY k;
            {Windowed("strict", "TUMBLE(s, ts, INTERVAL '10 seconds')", "0 seconds")}
            {Windowed("lenient", "TUMBLE(s, ts, INTERVAL '10 seconds')", "1 minute")}
            """,
            (0, "a", 0), (0, "a", 15), (0, "a", 9));
        Assert.Equal(["a|3"], Rows(runner, "totals"));
        Assert.Equal(["a|22:13:20|22:13:30|1", "a|22:13:30|22:13:40|1"], Rows(runner, "strict"));
        Assert.Equal(["a|22:13:20|22:13:30|2", "a|22:13:30|22:13:40|1"], Rows(runner, "lenient"));
        (string reason, long count, IReadOnlyList<RejectedRecord> first) = Assert.Single(runner.DeadLetters.ByReason);
        Assert.Equal((RecordReasons.Late, 1), (reason, count));
        Assert.Equal("strict", Assert.Single(first).Rejection.Place);
        Assert.Contains("\"k\":\"a\"", Encoding.UTF8.GetString(first[0].Record), StringComparison.Ordinal);
    }

    [Fact]
    public void The_watermark_of_one_partition_does_not_make_records_of_another_late()
    {
        PipelineRunner runner = Run(
            Source + Windowed("v", "SESSION(s, ts, INTERVAL '3 seconds')", "0 seconds"),
            (0, "a", 0), (0, "a", 1), (0, "a", 100), (1, "a", 2), (1, "a", 4), (0, "a", 50));
        Assert.Equal(["a|22:13:20|22:13:27|4", "a|22:15:00|22:15:03|1"], Rows(runner, "v"));
        Assert.Equal(1, runner.DeadLetters.Count);
    }

    [Fact]
    public void More_windows_than_the_limit_are_loaded_again()
    {
        (int, string, double)[] records =
            [.. Enumerable.Range(0, 200).Select(i => (i % 2, "a", (double)(i % 2 == 0 ? i : 200 - i)))];
        string sql = Source + Windowed("v", "HOP(s, ts, INTERVAL '4 seconds', INTERVAL '12 seconds')", "10 minutes");
        PipelineRunner limited = Run(sql, maxOpen: 3, records);
        Assert.Equal(Rows(Run(sql, records), "v"), Rows(limited, "v"));
        Assert.Equal(200 * 3, limited.Tables[0].Rows.Sum(row => (long)row.Values[3]!));
    }

    [Fact]
    public void A_record_that_was_applied_before_is_skipped()
    {
        PipelineRunner runner = Run(
            $"{Source} CREATE MATERIALIZED VIEW v AS SELECT k, count(*) AS c FROM s GROUP BY k;", (0, "a", 0));
        Process(runner, 0, 0, "a", 0);
        runner.Flush();
        Assert.Equal(["a|1"], Rows(runner, "v"));
        Assert.Equal(1, runner.Skipped);
    }

    [Fact]
    public void A_record_from_the_future_is_a_dead_letter_of_pipelines_with_windows()
    {
        const string json = """{"k":"a","ts":"2030-01-01T00:00:00Z"}""";
        foreach ((string view, long deadLetters) in new[]
        {
            (Windowed("v", "TUMBLE(s, ts, INTERVAL '10 seconds')", "0 seconds"), 1L),
            ("CREATE MATERIALIZED VIEW v AS SELECT k, count(*) AS c FROM s GROUP BY k;", 0L),
        })
        {
            var runner = new PipelineRunner(Compiled.Pipeline(Source + view));
            runner.Process(
                SourcePartition.Of("topic", 0),
                Position.Zero,
                Encoding.UTF8.GetBytes(json),
                new RecordMetadata { Timestamp = Compiled.Start });
            Assert.Equal(deadLetters, runner.DeadLetters.Count);
        }
    }

    [Theory]
    [InlineData("2024-03-30T23:30:00Z", "2024-03-30 23:00:00+00", "2024-03-31 22:00:00+00", "1 day")]
    [InlineData("2024-03-31T22:00:00Z", "2024-03-31 22:00:00+00", "2024-04-01 22:00:00+00", "1 day")]
    [InlineData("2024-10-27T22:59:59.999999Z", "2024-10-26 22:00:00+00", "2024-10-27 23:00:00+00", "1 day")]
    [InlineData("2024-10-27T12:00:00Z", "2024-10-20 22:00:00+00", "2024-10-27 23:00:00+00", "1 week")]
    [InlineData("2024-02-29T23:30:00Z", "2024-02-29 23:00:00+00", "2024-03-31 22:00:00+00", "1 month")]
    [InlineData("2024-02-29T22:30:00Z", "2023-12-31 23:00:00+00", "2024-03-31 22:00:00+00", "3 months")]
    [InlineData("2024-12-31T22:59:59Z", "2023-12-31 23:00:00+00", "2024-12-31 23:00:00+00", "1 year")]
    public void A_window_of_a_calendar_is_on_the_clock_of_its_zone(string time, string start, string end, string size)
    {
        var runner = new PipelineRunner(Compiled.Pipeline(
            Source + Windowed("v", $"TUMBLE(s, ts, INTERVAL '{size}', time_zone => 'Europe/Berlin')", "0 seconds")));
        runner.Process(
            SourcePartition.Of("topic", 0), Position.Zero, Encoding.UTF8.GetBytes($$"""{"k":"a","ts":"{{time}}"}"""), default);
        runner.Flush();
        Assert.Equal([start, end], Assert.Single(runner.Tables[0].Rows).Values[1..3].Select(value => value!.ToString()));
    }

    [Fact]
    public void Cumulating_windows_grow_until_their_size()
    {
        PipelineRunner runner = Run(
            Source + Windowed("v", "CUMULATE(s, ts, INTERVAL '10 seconds', INTERVAL '30 seconds')", "0 seconds"),
            (0, "a", 0), (0, "a", 12), (0, "a", 21));
        Assert.Equal(
            ["a|22:13:00|22:13:30|1", "a|22:13:30|22:13:40|1", "a|22:13:30|22:13:50|2", "a|22:13:30|22:14:00|2"],
            Rows(runner, "v"));
    }

    [Fact]
    public void Every_record_counts_or_passes_no_WHERE_or_is_a_dead_letter_whatever_its_bytes_are()
    {
        var runner = new PipelineRunner(Compiled.Pipeline(
            $"""
            CREATE SOURCE s (k text NOT NULL, x integer, n numeric DEFAULT 1 ON EMPTY, d date NULL ON ERROR, q numeric AS (n / x),
                ts timestamptz NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '2 seconds');
            CREATE MATERIALIZED VIEW v AS SELECT k, sum(q) AS q, max(d) AS d, last_value(n) AS n FROM s WHERE x > 1 GROUP BY k;
            """));
        byte[] record = """{"k":"key","x":7,"n":12.50,"d":"2024-02-29","ts":"2024-01-31T12:00:00.5+01:00"}"""u8.ToArray();
        var random = new Random(11);
        const int Records = 50_000;
        for (int i = 0; i < Records; i++)
        {
            byte[] changed = [.. record.AsSpan(0, random.Next(20) == 0 ? random.Next(record.Length) : record.Length)];
            for (int changes = random.Next(4); changes > 0 && changed.Length > 0; changes--)
            {
                byte other = record[random.Next(record.Length)];
                changed[random.Next(changed.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : other;
            }

            runner.Process(SourcePartition.Of("topic", 0), Position.FromOffset(i), changed, default);
        }

        runner.Flush();
        Assert.Equal(Records, runner.Records);
        Assert.Equal(Records, runner.Counted + runner.NotCounted + runner.DeadLetters.Count);
        Assert.InRange(runner.Counted, Records / 10, Records);
        Assert.InRange(runner.NotCounted, 10, Records);
        Assert.Equal(
            ["evaluation_failed", "invalid", "invalid_json", "missing"],
            runner.DeadLetters.ByReason.Select(entry => entry.Reason).Where(reason => reason != RecordReasons.Empty));
    }

    private static string Windowed(string name, string window, string lateness) =>
        $"CREATE MATERIALIZED VIEW {name} WITH (allowed_lateness = '{lateness}') AS SELECT k, window_start, window_end, " +
        $"count(*) AS c FROM {window} GROUP BY k, window_start, window_end;";

    private static PipelineRunner Run(string sql, params (int Partition, string Key, double Seconds)[] records) =>
        Run(sql, KeyState.DefaultMaxOpen, records);

    private static PipelineRunner Run(string sql, int maxOpen, (int Partition, string Key, double Seconds)[] records)
    {
        var runner = new PipelineRunner(Compiled.Pipeline(sql), maxOpen: maxOpen);
        for (int i = 0; i < records.Length; i++)
        {
            Process(runner, i, records[i].Partition, records[i].Key, records[i].Seconds);
            if (i % 7 == 0)
            {
                runner.Flush();
            }
        }

        runner.Flush();
        return runner;
    }

    private static void Process(PipelineRunner runner, int position, int partition, string key, double seconds) =>
        runner.Process(
            SourcePartition.Of("topic", partition),
            Position.FromOffset(position),
            Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $$"""{"k":"{{key}}","x":1,"ts":{{Compiled.Start + (seconds * 1000)}}}""")),
            new RecordMetadata { Partition = partition });

    private static string[] Rows(PipelineRunner runner, string view) =>
    [
        .. from row in runner.Tables.Single(table => table.View.Name == view).Rows
           select string.Join('|', row.Values.Select(value => value is Timestamptz time ? time.ToString()[11..19] : $"{value}")),
    ];
}

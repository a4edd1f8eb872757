using System.Globalization;
using System.Text;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Pipelines.Tests.Support;

namespace PathwayOrleans.Pipelines.Tests.Reading;

public sealed class AllocationTests
{
    private const int Records = 10_000;
    private const int Keys = 50;

    // The promise is 32. Nothing is allocated per record; what grows rarely, such as a dictionary, is less than a byte.
    private const int MostBytesPerRecord = 1;

    private const string Sql =
        """
        CREATE SOURCE purchases (
            customer_id text PATH '$.customer.id' NOT NULL, event text NOT NULL, amount numeric DEFAULT 0 ON EMPTY,
            at timestamptz PATH '$.ts' NOT NULL, WATERMARK FOR at AS at - INTERVAL '5 seconds'
        );
        CREATE MATERIALIZED VIEW customers AS
        SELECT customer_id, count(*) AS purchases, sum(amount) AS revenue, avg(amount) AS basket,
            count(*) FILTER (WHERE amount >= 1000) AS large_ones, max(at) AS last_seen
        FROM purchases WHERE event = 'purchase' GROUP BY customer_id;
        CREATE MATERIALIZED VIEW activity AS
        SELECT customer_id, count(*) AS events, last_value(event) AS last_event, min(amount * 2) AS lowest FROM purchases
        GROUP BY customer_id;
        CREATE MATERIALIZED VIEW revenue_per_hour WITH (allowed_lateness = '10 minutes') AS
        SELECT customer_id, window_start, window_end, sum(amount) AS revenue, count(*) AS purchases
        FROM TUMBLE(purchases, at, INTERVAL '1 hour') WHERE event = 'purchase'
        GROUP BY customer_id, window_start, window_end;
        """;

    private static readonly string CsvSql = Sql
        .Replace(" PATH '$.customer.id'", "", StringComparison.Ordinal)
        .Replace("PATH '$.ts' ", "", StringComparison.Ordinal)
        .Replace(
            "'5 seconds'\n);",
            "'5 seconds'\n) FORMAT PLAIN ENCODE CSV (header = 'id,event,at,customer_id,sku,amount,note');",
            StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reading_and_applying_known_keys_allocates_nothing(bool isCsv)
    {
        CompiledPipeline pipeline = Compiled.Pipeline(isCsv ? CsvSql : Sql);
        RecordReader reader = Compiled.Reader(pipeline);
        byte[][] records = [.. Enumerable.Range(0, Records).Select(i => isCsv ? CsvRecord(i) : Record(i))];
        var states = new Dictionary<string, KeyState>();
        SourcePartition partition = SourcePartition.Of("allocation", 0);

        // The first pass creates keys, texts and windows; the second one is measured.
        Run(records, reader, states, pipeline, partition, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int applied = Run(records, reader, states, pipeline, partition, Records);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Records, applied);
        Assert.InRange(allocated / Records, 0, MostBytesPerRecord);
    }

    private static int Run(
        byte[][] records,
        RecordReader reader,
        Dictionary<string, KeyState> states,
        CompiledPipeline pipeline,
        SourcePartition partition,
        int offset)
    {
        int applied = 0;
        for (int i = 0; i < records.Length; i++)
        {
            if (!reader.TryRead(records[i], default, out RecordRejection _))
            {
                continue;
            }

            if (!states.TryGetValue(reader.Row.Key!.Text, out KeyState? state))
            {
                state = new KeyState(pipeline, reader.Row.Key);
                states.Add(reader.Row.Key.Text, state);
            }

            EventOutcome outcome = state.Apply(
                reader.Row, partition, Position.FromOffset(offset + i), WatermarkTracker.None, records[i], out _);
            applied += outcome == EventOutcome.Applied ? 1 : 0;
        }

        return applied;
    }

    private static byte[] Record(int i) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        {"id":"0b9d{{{i}}}","schema":3,"event":"{{{(i % 3 == 0 ? "view" : "purchase")}}}","ts":"2023-11-14T22:{{{i % 60:00}}}:13.123Z",
        "customer":{"id":"customer-{{{i % Keys}}}","country":"DE","segment":"b2c"},"sku":"sku-{{{i % 977}}}","amount":{{{(i % 5000) / 100m}}},
        "currency":"EUR","channel":"web","referrer":"https://example.org/campaign/42","tags":["a","b"],"session":"s{{{i}}}"}
        """));

    private static byte[] CsvRecord(int i) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{i},{(i % 3 == 0 ? "view" : "purchase")},2023-11-14T22:{i % 60:00}:13.123Z,\"customer \"\"{i % Keys}\"\"\"," +
        $"sku-{i % 977},{(i % 5000) / 100m},\"a, b\""));
}

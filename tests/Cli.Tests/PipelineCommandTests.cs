using System.Text.Json;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

[Trait("Tier", "Slow")]
public sealed class PipelineCommandTests : IDisposable
{
    private const string Pipeline =
        """
        CREATE SOURCE purchases (
            customer text PATH '$.customer.id' NOT NULL, amount numeric DEFAULT 0 ON EMPTY, sku text, note text,
            at timestamptz PATH '$.ts' NOT NULL FORMAT 'epoch_millis',
            WATERMARK FOR at AS at - INTERVAL '5 seconds'
        ) INCLUDE header 'trace' AS trace WITH (connector = 'kafka', topic = 'purchases');
        CREATE MATERIALIZED VIEW customers AS
        SELECT customer, count(*) AS purchases, sum(amount) AS revenue, sum(amount) / count(sku) AS ratio FROM purchases
        WHERE amount >= 0 GROUP BY customer;
        CREATE MATERIALIZED VIEW hourly WITH (allowed_lateness = '10 minutes') AS
        SELECT customer, window_start, window_end, approx_count_distinct(sku) AS skus, max(trace) AS trace
        FROM HOP(purchases, at, INTERVAL '30 minutes', INTERVAL '1 hour') WHERE amount >= 0
        GROUP BY customer, window_start, window_end;
        CREATE VIEW totals AS SELECT sum(revenue) AS revenue FROM customers;
        """;

    private readonly FolderForTests _folder = new();

    [Fact]
    public async Task Show_prints_a_pipeline_that_check_accepts()
    {
        await using CommandProcess shown = await CliProcess.RunAsync(["pipeline", "show"], exitCode: 0);
        Assert.Contains("CREATE MATERIALIZED VIEW events AS", shown.Output);
        await using CommandProcess json = await CliProcess.RunAsync(["pipeline", "show", "--json"], exitCode: 0);
        string text = json.Json.GetProperty("pipeline").GetString()!;
        Assert.Equal(shown.Output.Trim(), text.Trim());
        string file = _folder.Write("built-in.sql", text);
        await using CommandProcess check = await CliProcess.RunAsync(["pipeline", "check", file], exitCode: 0);
        Assert.Contains("no errors. Source messages, key user_id, materialized views events.", check.Output);
    }

    [Fact]
    public async Task Check_prints_every_error_with_its_place()
    {
        string file = _folder.Write("wrong.sql", Pipeline.Replace("sum(amount) AS", "summ(amount) AS", StringComparison.Ordinal));
        await using CommandProcess check = await CliProcess.RunAsync(["pipeline", "check", file, "--json"], exitCode: 2);
        Assert.Contains("wrong.sql: 1 error", check.Errors);
        Assert.Contains("line 7, column 41: There is no function 'summ'. Did you mean 'sum'?", check.Errors);
        Assert.Contains("^", check.Errors);
        Assert.False(check.Json.GetProperty("valid").GetBoolean());
        Assert.Equal(7, check.Json.GetProperty("errors")[0].GetProperty("line").GetInt32());
        await using CommandProcess missing = await CliProcess.RunAsync(["pipeline", "check", file + "x"], exitCode: 1);
        Assert.Contains("cannot be read", missing.Errors);
        string avro = _folder.Write("avro.sql", Pipeline.Replace(
            "topic = 'purchases');", "topic = 'p') FORMAT PLAIN ENCODE AVRO;", StringComparison.Ordinal));
        await using CommandProcess encoding = await CliProcess.RunAsync(["pipeline", "check", avro], exitCode: 2);
        Assert.Contains("line 5, column 95: ENCODE AVRO is not supported. There are JSON and CSV.", encoding.Errors);
    }

    [Fact]
    public async Task Explain_shows_what_is_read_kept_and_written()
    {
        string file = _folder.Write("pipeline.sql", Pipeline);
        await using CommandProcess text = await CliProcess.RunAsync(["pipeline", "explain", file], exitCode: 0);
        Assert.Contains("not needed, so not read: note", text.Output);
        Assert.Contains("$.\"customer\".\"id\"", text.Output);
        Assert.Contains("FORMAT 'epoch_millis'", text.Output);
        Assert.Contains("windows: HOP of at, size 1 h, every 30 min, allowed lateness 10 min", text.Output);
        Assert.Contains("bytes per key and open window", text.Output);
        Assert.Contains("view totals", text.Output);
        await using CommandProcess json = await CliProcess.RunAsync(["pipeline", "explain", file, "--json"], exitCode: 0);
        JsonElement view = json.Json.GetProperty("views")[1];
        Assert.Equal("hourly", view.GetProperty("name").GetString());
        Assert.Equal("timestamp with time zone", view.GetProperty("writes")[1].GetProperty("type").GetString());
        Assert.Equal("a sketch, at most 5 kB", view.GetProperty("keeps")[0].GetProperty("grows").GetString());
    }

    [Fact]
    public async Task Try_prints_rows_and_dead_letters()
    {
        string file = _folder.Write("pipeline.sql", Pipeline);
        string input = _folder.Write("sample.ndjson",
            """
            {"customer":{"id":"a"},"amount":"19.90","sku":"x","ts":1700000000000}
            {"customer":{"id":"a"},"amount":0.10,"sku":"y","ts":1700000100000}

            {"customer":{"id":"b"},"ts":1700000200000}
            {"customer":{"id":"b"},"amount":-1,"ts":1700000200000}
            {"customer":{},"ts":1700000200000}
            {"customer":{"id":"c"},"amount":"many","ts":1700000200000}
            not JSON
            """);
        await using CommandProcess text = await CliProcess.RunAsync(
            ["pipeline", "try", file, "--input", input, "--limit", "3"], exitCode: 0);
        Assert.Contains("customers: 2 rows", text.Output);
        Assert.Contains("20.00", text.Output);
        Assert.Contains("hourly: 4 rows", text.Output);
        Assert.Contains("and 1 more; --limit 0 shows all", text.Output);
        Assert.Contains("records: 7, counted 3, pass no WHERE 1, dead letters 3", text.Output);
        Assert.Contains("line 7: amount: cast to numeric of 'many'", text.Output);
        Assert.Contains("NULL, because it has no value: customers.ratio: / of 0, 0: division by zero.", text.Output);
        await using CommandProcess json = await CliProcess.RunAsync(
            ["pipeline", "try", file, "--input", input, "--json"], exitCode: 0);
        JsonElement row = json.Json.GetProperty("views")[0].GetProperty("rows")[0];
        Assert.Equal("""{"customer":"a","purchases":2,"revenue":20.00,"ratio":10.0000000000000000}""", row.GetRawText());
        Assert.Equal(
            ["invalid", "invalid_json", "missing"],
            json.Json.GetProperty("deadLetters").EnumerateArray().Select(letter => letter.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_pipeline_of_CSV_is_explained_and_tried_on_a_file_with_a_header()
    {
        string file = _folder.Write("csv.sql",
            """
            CREATE SOURCE purchases (customer text NOT NULL, amount numeric, note text, at timestamptz NOT NULL,
                WATERMARK FOR at AS at) FORMAT PLAIN ENCODE CSV (delimiter = ';');
            CREATE MATERIALIZED VIEW customers AS SELECT customer, sum(amount) AS revenue, max(note) AS note FROM purchases
            GROUP BY customer;
            """);
        await using CommandProcess explained = await CliProcess.RunAsync(["pipeline", "explain", file], exitCode: 0);
        Assert.Contains("source purchases: CSV, delimiter ';', NULL is an empty field without quotes", explained.Output);
        Assert.Contains("field 4, in a file at", explained.Output);
        string input = _folder.Write("sample.csv",
            "at;note;customer;shop;amount\n1700000000000;\"two\nlines\";a;;19.90\n\n1700000000000;n;a;;0.10\n" +
            "1700000000000;\"two\nlines\";;x;1\n1700000000000;n;b;;many\n1700000000000;a\n");
        await using CommandProcess tried = await CliProcess.RunAsync(["pipeline", "try", file, "--input", input], exitCode: 0);
        Assert.Contains("customers: 1 row", tried.Output);
        Assert.Contains("20.00", tried.Output);
        Assert.Contains("records: 5, counted 2, pass no WHERE 0, dead letters 3", tried.Output);
        Assert.Contains("line 6: customer: the field 'customer' is NULL", tried.Output);
        Assert.Contains("line 8: amount: cast to numeric of 'many'", tried.Output);
        Assert.Contains("line 9: the record has 2 fields, but 5 are expected", tried.Output);
        await using CommandProcess header = await CliProcess.RunAsync(
            ["pipeline", "try", file, "--input", _folder.Write("other.csv", "at;customer\n")], exitCode: 1);
        Assert.Contains("other.csv: the header has no column amount, which the pipeline needs", header.Errors);
        await using CommandProcess ndjson = await CliProcess.RunAsync(
            ["pipeline", "try", file, "--input", _folder.Write("sample.ndjson", "{}")], exitCode: 1);
        Assert.Contains("sample.ndjson is NDJSON, but the source of the pipeline has ENCODE CSV", ndjson.Errors);
        await using CommandProcess json = await CliProcess.RunAsync(
            ["pipeline", "try", _folder.Write("json.sql", Pipeline), "--input", input], exitCode: 1);
        Assert.Contains("sample.csv is CSV, but the source of the pipeline has ENCODE JSON", json.Errors);
    }

    [Fact]
    public async Task Try_fails_if_no_record_counts()
    {
        string file = _folder.Write("pipeline.sql", Pipeline);
        string input = _folder.Write("sample.ndjson", """{"user_id":"u"}""");
        await using CommandProcess nothing = await CliProcess.RunAsync(["pipeline", "try", file, "--input", input], exitCode: 1);
        Assert.Contains("missing: 1", nothing.Output);
        Assert.Contains("No record of", nothing.Errors);
        await using CommandProcess absent = await CliProcess.RunAsync(
            ["pipeline", "try", file, "--input", input + "x"], exitCode: 1);
        Assert.Contains("cannot be read", absent.Errors);
    }

    public void Dispose() => _folder.Dispose();
}

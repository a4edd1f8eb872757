using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Storage.Views;
using PathwayOrleans.Testing;

namespace PathwayOrleans.HttpApi.Tests;

[Trait("Tier", "Slow")]
public sealed class ReportEndpointTests : IAsyncLifetime
{
    private readonly FakeEngine _engine = new();
    private PostgresForTests _database = null!;
    private MonitoringServer _server = null!;

    public static TheoryData<string, string, string> BadParameters => new()
    {
        { "/api/users?limit=0", "limit", "0" },
        { "/api/users?limit=1001", "limit", "1001" },
        { "/api/users?limit=ten", "limit", "ten" },
        { "/api/views/hour?limit=-5", "limit", "-5" },
        { "/api/views/hour?state=closd", "state", "closd" },
        { "/api/views/hour?state=1", "state", "1" },
        { "/api/views/hour?from=yesterday", "from", "yesterday" },
        { "/api/users?since=yesterday", "since", "yesterday" },
        { "/api/views/hour/totals?to=2026-99-01", "to", "2026-99-01" },
        { "/api/users?usr=u1", "usr", "u1" },
        { "/api/users?user=", "user", "" },
        { "/api/users?user=a&user=b", "user", "a,b" },
        { "/api/users?user=%00", "user", "\0" },
        { "/api/views/hour?key=%00", "key", "\0" },
        { "/api/views/hour?after=nonsense", "after", "nonsense" },
        { "/api/top?by=name", "by", "name" },
        { "/api/top?window=hour", "window", "hour" },
        { "/api/dead-letters?after=W10", "after", "W10" },
        { "/api/progress?since=0", "since", "0" },

        // Cursors with ticks, a null, U+0000 and a partition that no row has.
        {
            "/api/dead-letters?reason=late&after=WyJkZWFkLWxldHRlcnMiLCA5MjIzMzcyMDM2ODU0Nzc1ODA3LCAicyIsIDAsICIxIiwgImxhdGUiXQ",
            "after",
            "WyJkZWFkLWxldHRlcnMiLCA5MjIzMzcyMDM2ODU0Nzc1ODA3LCAicyIsIDAsICIxIiwgImxhdGUiXQ"
        },
        {
            "/api/dead-letters?reason=late&after=WyJkZWFkLWxldHRlcnMiLCAtMSwgInMiLCAwLCAiMSIsICJsYXRlIl0",
            "after",
            "WyJkZWFkLWxldHRlcnMiLCAtMSwgInMiLCAwLCAiMSIsICJsYXRlIl0"
        },
        {
            "/api/dead-letters?after=WyJkZWFkLWxldHRlci1yZWFzb25zIiwgbnVsbF0",
            "after",
            "WyJkZWFkLWxldHRlci1yZWFzb25zIiwgbnVsbF0"
        },
        { "/api/users?after=WyJ1c2VycyIsIG51bGxd", "after", "WyJ1c2VycyIsIG51bGxd" },
        { "/api/users?after=WyJ1c2VycyIsICJhXHUwMDAwYiJd", "after", "WyJ1c2VycyIsICJhXHUwMDAwYiJd" },
        {
            "/api/progress?after=WyJwcm9ncmVzcyIsICJzIiwgOTk5OTk5OTk5OTld",
            "after",
            "WyJwcm9ncmVzcyIsICJzIiwgOTk5OTk5OTk5OTld"
        },
    };

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresForTests.CreateAsync();
        var options = new DatabaseOptions { ConnectionString = _database.Url };
        await using (var session = new DatabaseSession(options, "test"))
        {
            await new SchemaMigrator(NullLogger<SchemaMigrator>.Instance).MigrateAsync(session, CancellationToken.None);
            var retry = new DatabaseRetry(options, TimeProvider.System, NullLogger<DatabaseRetry>.Instance);
            await new PipelineRegistry(session, retry, NullLogger<PipelineRegistry>.Instance).RegisterAsync(
                PipelineBinder.Bind(BuiltInPipeline.Sql + BuiltInWindow.Tumbling("hour", 3_600_000)),
                TimeSpan.FromMinutes(1),
                CancellationToken.None);
        }

        await _database.ExecuteAsync(
            """
            INSERT INTO events VALUES ('u1', 3, 1.5, 1700000000000), ('u2', 5, -0.25, 1700000005000), ('ü"3', 4, 9, 1700000010000);
            INSERT INTO hour (user_id, window_start, window_end, count, total_value, min_value, max_value, first_time, last_time) VALUES
                ('u1', '1970-01-01T01:00Z', '1970-01-01T02:00Z', 2, 1.25, -1, 2.25, 3600001, 3600002),
                ('u2', '1970-01-01T01:00Z', '1970-01-01T02:00Z', 5, -0.25, -1, 1, 3600003, 3600004),
                ('u1', '1970-01-01T02:00Z', '1970-01-01T03:00Z', 1, 0.25, 0.25, 0.25, 7200000, 7200000);
            INSERT INTO source_progress (source, partition, next_offset, watermark, updated_at) VALUES
                ('kafka/c/events/t', 3, 6277101735386680763835789423207666416102355444464034512895, 7200000, '2026-01-31T12:00:00Z'),
                ('kafka/c/events/t', 5, 7, 7200001, '2026-01-31T12:00:00Z'), ('other', 3, 9, 7200002, '2026-01-31T12:00:00Z');
            INSERT INTO dead_letters VALUES ('s', 0, 17, 'not_json', 'x"', '2026-01-31T12:00:00.123456Z', NULL),
                ('s', 0, 18, 'late', '\x00ff', '2026-01-31T12:00:01Z', '{hour}'), ('s', 0, 19, 'late', NULL, '2026-01-31T12:00:01Z', '{hour,day}');
            SELECT pathway_close_windows();
            """);
        int number = await _database.ScalarAsync<int>("SELECT number FROM pipeline_views WHERE name = 'hour'");
        await _database.ExecuteAsync(
            $"INSERT INTO pathway_reopened_{number} VALUES ('u1', '1970-01-01T01:00Z', '2026-01-31T12:00:02Z')");
        _server = await MonitoringServer.StartAsync(_engine, _database.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Windows_have_their_closed_state()
    {
        Assert.Equal(
            """{"rows":[{"user_id":"u1","window_start":"1970-01-01T01:00:00Z","window_end":"1970-01-01T02:00:00Z","count":2,"total_value":1.25,"min_value":-1,"max_value":2.25,"first_time":3600001,"last_time":3600002,"closed":true,"reopened_at":"2026-01-31T12:00:02Z"},{"user_id":"u1","window_start":"1970-01-01T02:00:00Z","window_end":"1970-01-01T03:00:00Z","count":1,"total_value":0.25,"min_value":0.25,"max_value":0.25,"first_time":7200000,"last_time":7200000,"closed":false,"reopened_at":null}],"next":null,"view":"hour","since":null,"state":"written"}""",
            await OkAsync("/api/views/hour?key=u1"));
        Assert.Equal(["u1 3600001", "u2 3600003"], await WindowsAsync("/api/views/hour?state=closed"));
        Assert.Equal(["u1 7200000"], await WindowsAsync("/api/views/hour?state=open"));
        Assert.Equal(
            ["u1 7200000"], await WindowsAsync("/api/views/hour?from=1970-01-01T01:00:00.001Z&to=1970-01-01T02:00:00.001Z"));
        Assert.Empty(await WindowsAsync("/api/views/hour?key=u2&state=open"));
    }

    [Theory]
    [InlineData("/api/windows", "/api/views/NAME has the rows of one")]
    [InlineData("/api/windows?user=u1", "/api/views/NAME has the rows of one")]
    [InlineData("/api/totals/", "/api/views/NAME/totals has the totals of one")]
    public async Task A_path_of_earlier_versions_is_not_found_and_names_the_one_that_replaces_it(string path, string replacement)
    {
        (HttpStatusCode status, JsonElement body) = await _server.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains(replacement, body.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/users", 3)]
    [InlineData("/api/users?since=2023-11-14T22:13:25Z", 2)]
    [InlineData("/api/views/hour", 3)]
    [InlineData("/api/views/hour?key=u1", 2)]
    [InlineData("/api/top", 3)]
    [InlineData("/api/top?by=total", 3)]
    [InlineData("/api/views/hour/totals", 2)]
    [InlineData("/api/dead-letters", 2)]
    [InlineData("/api/dead-letters?reason=late", 2)]
    [InlineData("/api/progress", 3)]
    public async Task Pages_combine_to_the_whole_report(string path, int rows)
    {
        string whole = JsonElement.Parse(await OkAsync(path)).GetProperty("rows").GetRawText();
        var pages = new List<string>();
        string separator = path.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        string? after = null;
        do
        {
            JsonElement page = JsonElement.Parse(
                await OkAsync($"{path}{separator}limit=1{(after is null ? "" : $"&after={after}")}"));
            pages.Add(Assert.Single(page.GetProperty("rows").EnumerateArray()).GetRawText());
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);

        Assert.Equal(rows, pages.Count);
        Assert.Equal(Timeless(whole), Timeless($"[{string.Join(',', pages)}]"));
    }

    [Fact]
    public async Task Users_top_and_totals_equal_the_tables()
    {
        Assert.Equal(
            """{"rows":[{"userId":"u2","count":5,"totalValue":-0.25,"time":1700000005000},{"userId":"ü\"3","count":4,"totalValue":9,"time":1700000010000}],"next":""",
            (await OkAsync("/api/top?limit=2")).Split("\"Wy")[0]);
        Assert.Equal(
            ["ü\"3", "u1", "u2"], (await RowsAsync("/api/top?by=total")).Select(row => row.GetProperty("userId").GetString()));
        Assert.Equal(
            ["u1"], (await RowsAsync("/api/users?until=1700000005000")).Select(row => row.GetProperty("userId").GetString()));
        Assert.Equal(
            """{"rows":[{"window_start":"1970-01-01T01:00:00Z","window_end":"1970-01-01T02:00:00Z","rows":2,"count":7,"total_value":1,"min_value":-1,"max_value":2.25,"first_time":3600001,"last_time":3600004,"closed":true}],"next":null,"view":"hour","since":null,"state":"written","omitted":[]}""",
            await OkAsync("/api/views/hour/totals?state=closed"));
    }

    [Fact]
    public async Task Dead_letters_are_counted_by_reason_and_listed_for_a_reason()
    {
        Assert.Equal(
            """{"rows":[{"reason":"late","letters":2,"firstRecordedAt":"2026-01-31T12:00:01+00:00","lastRecordedAt":"2026-01-31T12:00:01+00:00"},{"reason":"not_json","letters":1,"firstRecordedAt":"2026-01-31T12:00:00.123456+00:00","lastRecordedAt":"2026-01-31T12:00:00.123456+00:00"}],"next":null}""",
            await OkAsync("/api/dead-letters"));
        Assert.Equal(
            """{"rows":[{"source":"s","partition":0,"position":"19","reason":"late","recordedAt":"2026-01-31T12:00:01+00:00","raw":null,"length":null,"windows":["hour","day"],"detail":null},{"source":"s","partition":0,"position":"18","reason":"late","recordedAt":"2026-01-31T12:00:01+00:00","raw":"AP8=","length":2,"windows":["hour"],"detail":null}],"next":null}""",
            await OkAsync("/api/dead-letters?reason=late"));
    }

    /// <summary>The engine reads only partition 3 of its source.</summary>
    [Fact]
    public async Task Progress_has_the_lag_of_partitions_that_this_process_reads()
    {
        JsonElement progress = JsonElement.Parse(await OkAsync("/api/progress"));
        Assert.Equal(
            [
                "kafka/c/events/t 3 6277101735386680763835789423207666416102355444464034512895 7200000 3",
                "kafka/c/events/t 5 7 7200001 ", "other 3 9 7200002 ",
            ],
            progress.GetProperty("rows").EnumerateArray().Select(row =>
                $"{row.GetProperty("source")} {row.GetProperty("partition")} {row.GetProperty("nextOffset")} " +
                $"{row.GetProperty("watermark")} {row.GetProperty("lag")}"));
        Assert.Equal(
            """{"watermark":7200000,"idleTimeout":60000,"partitions":3,"idlePartitions":3,"updatedAt":"2026-01-31T12:00:00+00:00","countedPartitions":3}""",
            progress.GetProperty("watermark").GetRawText());
    }

    [Theory]
    [MemberData(nameof(BadParameters))]
    public async Task Invalid_parameter_error_has_name_value_and_remedy(string path, string parameter, string value)
    {
        (HttpStatusCode status, JsonElement body) = await _server.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal((parameter, value), (body.GetProperty("parameter").GetString(), body.GetProperty("value").GetString()));
        Assert.Contains(body.GetProperty("remedy").GetString()!, body.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(body.GetProperty("remedy").GetString()!);
    }

    [Theory]
    [InlineData("/api/users?user=u0", "'u1'")]
    [InlineData("/api/views/day", "'events', 'hour'")]
    [InlineData("/api/views/day/totals", "'events', 'hour'")]
    [InlineData("/api/dead-letters?reason=early", "'late', 'not_json'")]
    public async Task Unknown_subject_error_lists_existing_ones(string path, string known)
    {
        (HttpStatusCode status, JsonElement body) = await _server.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains(known, body.GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_over_its_time_limit_is_cancelled_with_an_error()
    {
        await using MonitoringServer hasty = await MonitoringServer.StartAsync(
            _engine, _database.Url, TimeSpan.FromMilliseconds(100));
        Assert.Equal(HttpStatusCode.OK, (await hasty.GetAsync("/api/users/u1")).Status);
        await using NpgsqlConnection holder = await _database.ConnectAsync();
        await using NpgsqlTransaction transaction = await holder.BeginTransactionAsync();
        await using (var held = new NpgsqlCommand("LOCK TABLE hour IN ACCESS EXCLUSIVE MODE", holder))
        {
            await held.ExecuteNonQueryAsync();
        }

        (HttpStatusCode status, JsonElement body) = await hasty.GetAsync("/api/views/hour");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("exceeded its time limit of 0.1 s", body.GetProperty("error").GetString(), StringComparison.Ordinal);
        await transaction.RollbackAsync();
        Assert.Equal(HttpStatusCode.OK, (await hasty.GetAsync("/api/views/hour")).Status);
    }

    [Fact]
    public async Task All_reports_together_take_one_connection()
    {
        string[] paths =
        [
            "/api/users", "/api/views/hour", "/api/top", "/api/views/hour/totals", "/api/dead-letters", "/api/progress",
            "/api/users/u1",
        ];
        (HttpStatusCode Status, JsonElement Body)[] answers = await Task.WhenAll(
            Enumerable.Range(0, 70).Select(i => _server.GetAsync(paths[i % paths.Length])));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(1, await _database.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'pathway%'"));
    }

    [Fact]
    public async Task Without_a_database_there_are_no_reports()
    {
        await using MonitoringServer server = await MonitoringServer.StartAsync(
            _engine, $"postgresql://user:s3cret@127.0.0.1:{FreePort.Find()}/db");
        (HttpStatusCode status, JsonElement body) = await server.GetAsync("/api/views/hour");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("The database does not answer", body.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", body.GetRawText(), StringComparison.Ordinal);
    }

    private async Task<string> OkAsync(string path)
    {
        (HttpStatusCode status, JsonElement body) = await _server.GetAsync(path);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {(int)status} {body}");
        return body.GetRawText();
    }

    private async Task<JsonElement[]> RowsAsync(string path) =>
        [.. JsonElement.Parse(await OkAsync(path)).GetProperty("rows").EnumerateArray()];

    private async Task<IEnumerable<string>> WindowsAsync(string path) =>
        (await RowsAsync(path)).Select(row => $"{row.GetProperty("user_id")} {row.GetProperty("first_time")}");

    // The value of behind differs between two requests.
    private static string Timeless(string json) => System.Text.RegularExpressions.Regex.Replace(json, "\"behind\":[0-9]+", "");
}

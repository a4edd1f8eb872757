using NpgsqlTypes;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Tests.Connections;
using PathwayOrleans.Storage.Views;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Views;

[Trait("Tier", "Slow")]
public sealed class ViewCommitTests : IAsyncLifetime
{
    private const string EveryType = SamplePipelines.EveryType + SamplePipelines.Latest;

    private PostgresForTests _database = null!;

    public async ValueTask InitializeAsync() => _database = await PostgresForTests.CreateAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Every_type_is_written_with_its_extremes_and_NULL()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, EveryType);
        ViewRows rows = process.RowsOf("latest");
        Add(rows, "high", true, int.MaxValue, long.MaxValue, float.MaxValue, double.MaxValue, 9999999999999999999999999999m,
            "ü\"\\", long.MaxValue, int.MaxValue, Guid.AllBitsSet, new NpgsqlInterval(178_000_000, 31, long.MaxValue));
        Add(rows, "low", false, int.MinValue, long.MinValue, float.Epsilon, double.Epsilon, -0.0000000000000000000000000001m, "",
            long.MinValue, int.MinValue, Guid.Empty, new NpgsqlInterval(-178_000_000, -1, long.MinValue));
        Add(rows, "odd", true, 0, 0, float.NaN, double.NegativeInfinity, 1.500m, "NULL", 0, 0,
            Guid.Parse("c0ffee00-0000-4000-8000-000000000001"), new NpgsqlInterval(0, 0, 1));
        ((TextBuffer)rows.Columns[0]).Add("null");
        foreach (ColumnBuffer column in rows.Columns.Skip(1))
        {
            column.AddNull();
        }

        Assert.True((await process.CommitAsync("u", 0, rows)).Committed);
        Assert.Equal(
            [
                "k=high b=true i=2147483647 l=9223372036854775807 r=3.4028235e+38 d=1.7976931348623157e+308 " +
                "n=9999999999999999999999999999 t=ü\"\\ ts=infinity day=infinity u=ffffffff-ffff-ffff-ffff-ffffffffffff " +
                "span=14833333 years 4 mons 31 days 2562047788:00:54.775807",
                "k=low b=false i=-2147483648 l=-9223372036854775808 r=1e-45 d=5e-324 n=-0.0000000000000000000000000001 t= " +
                "ts=-infinity day=-infinity u=00000000-0000-0000-0000-000000000000 " +
                "span=-14833333 years -4 mons -1 days -2562047788:00:54.775808",
                "k=null b=~ i=~ l=~ r=~ d=~ n=~ t=~ ts=~ day=~ u=~ span=~",
                "k=odd b=true i=0 l=0 r=NaN d=-Infinity n=1.500 t=NULL ts=2000-01-01 00:00:00 day=2000-01-01 " +
                "u=c0ffee00-0000-4000-8000-000000000001 span=00:00:00.000001",
            ],
            await _database.RowsAsync(
                """
                SELECT format('k=%s b=%s i=%s l=%s r=%s d=%s n=%s t=%s ts=%s day=%s u=%s span=%s', k, coalesce(b::text, '~'),
                    coalesce(i::text, '~'), coalesce(l::text, '~'), coalesce(r::text, '~'), coalesce(d::text, '~'),
                    coalesce(n::text, '~'), coalesce(t, '~'), coalesce((ts AT TIME ZONE 'utc')::text, '~'),
                    coalesce(day::text, '~'), coalesce(u::text, '~'), coalesce(span::text, '~'))
                FROM latest ORDER BY k
                """));

        // The second time the rows exist.
        rows.Clear();
        Add(rows, "low", true, 1, 2, 3, 4, 5, "6", 7, 8, Guid.Empty, new NpgsqlInterval(0, 9, 0));
        await process.CommitAsync("u", 1, rows);
        Assert.Equal(["t|1|2|3|4|5|6"], await _database.RowsAsync(
            "SELECT left(b::text, 1), i, l, r::text, d::text, n::text, t FROM latest WHERE k = 'low'"));
    }

    [Fact]
    public async Task Rows_are_deleted_before_others_are_written()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(
            _database.Url, SamplePipelines.Purchases + SamplePipelines.Visits);
        ViewRows rows = process.RowsOf("visits");
        Visit(rows, "c", 0, 10, 1);
        Visit(rows, "c", 20, 30, 2);
        Visit(rows, "d", 0, 10, 3);
        await process.CommitAsync("c", 0, rows);
        rows.Clear();
        Gone(rows, "c", 0);
        Gone(rows, "c", 20);
        Gone(rows, "e", 0);
        Visit(rows, "c", 0, 30, 4);
        await process.CommitAsync("c", 1, rows);
        Assert.Equal(["c|0|30|4", "d|0|10|3"], await VisitsAsync());
    }

    [Fact]
    public async Task A_rejected_commit_writes_no_row_of_a_view()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, EveryType);
        await process.CommitAsync("u", 0);
        ViewRows rows = process.RowsOf("latest");
        Add(rows, "k", true, 1, 2, 3, 4, 5, "6", 7, 8, Guid.Empty, default);
        Assert.False((await process.CommitAsync("u", 0, rows)).Committed);
        Assert.Empty(await _database.RowsAsync("SELECT k FROM latest"));
    }

    [Fact]
    public async Task A_window_that_changes_after_it_was_closed_says_when()
    {
        const string Sql = SamplePipelines.Purchases + SamplePipelines.PerHour;
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, Sql);
        Assert.Equal(
            ["c|False|True", "d|False|True"],
            await CommitHoursAsync(process, 0, Minutes(60), ("c", 0, 60, 1), ("d", 60, 120, 1)));

        // 60 minutes and 10 of lateness.
        Assert.Equal(["c|True|True", "d|False|True"], await CommitHoursAsync(process, 1, Minutes(70)));
        Assert.Equal(
            ["c|True|True", "d|False|True"], await CommitHoursAsync(process, 2, Minutes(69), ("d", 60, 120, 2)));
        Assert.Equal(
            ["c|True|False", "d|False|True", "e|True|False"],
            await CommitHoursAsync(process, 3, Minutes(69), ("c", 0, 60, 2), ("e", 0, 60, 1)));
    }

    [Fact]
    public async Task A_session_that_a_closed_one_was_merged_into_says_when()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(
            _database.Url, SamplePipelines.Purchases + SamplePipelines.Visits);
        ViewRows rows = process.RowsOf("visits");
        Visit(rows, "c", 0, 30, 1);
        Visit(rows, "c", 40, 90, 1);
        Visit(rows, "d", 0, 30, 1);
        Visit(rows, "e", 50, 120, 1);
        await CommitAsync(process, 0, Minutes(60), rows);
        Assert.Equal(["c|0|True|True", "c|40|False|True", "d|0|True|True", "e|50|False|True"], await VisitStatesAsync());

        // c's closed session is merged with its open one, d's gets another end, e's open one changes.
        rows.Clear();
        Gone(rows, "c", 0);
        Gone(rows, "c", 40);
        Visit(rows, "c", 0, 90, 3);
        Visit(rows, "d", 0, 100, 2);
        Visit(rows, "e", 50, 130, 2);
        await CommitAsync(process, 1, Minutes(60), rows);
        Assert.Equal(["c|0|False|False", "d|0|False|False", "e|50|False|True"], await VisitStatesAsync());

        // The mark goes on with a further merge.
        rows.Clear();
        Gone(rows, "d", 0);
        Visit(rows, "d", -10, 100, 3);
        await CommitAsync(process, 2, Minutes(60), rows);
        Assert.Equal(["c|0|False|False", "d|-10|False|False", "e|50|False|True"], await VisitStatesAsync());
        Assert.Equal(
            ["2"],
            await _database.RowsAsync($"SELECT count(*) FROM pathway_reopened_{process.Pipeline.Views[0].Number}"));
    }

    [Fact]
    public async Task The_boundary_never_falls_and_all_windows_are_closed_when_all_inputs_have_ended()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(
            _database.Url, SamplePipelines.Purchases + SamplePipelines.PerHour);
        await CommitHoursAsync(process, 0, Minutes(70), ("c", 0, 60, 1));
        await _database.ExecuteAsync(
            "INSERT INTO source_progress (source, partition, next_offset, watermark) VALUES ('t', 9, 0, 0)");
        Assert.Equal(["c|True|True"], await CommitHoursAsync(process, 1, Minutes(70)));
        await _database.ExecuteAsync(
            "SELECT pathway_end_inputs(array_agg(source), array_agg(partition), array_agg(next_offset), 0) FROM source_progress");
        await CommitHoursAsync(process, 2, null, ("c", 600, 660, 1));
        Assert.Equal(["c|True", "c|True"], await _database.RowsAsync("SELECT customer_id, closed FROM per_hour_status"));
    }

    [Fact]
    public async Task Negative_zero_and_zero_are_one_key_and_so_is_NaN()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(
            _database.Url,
            "CREATE SOURCE s (d double precision NOT NULL, r real NOT NULL); " +
            "CREATE MATERIALIZED VIEW v AS SELECT d, r, count(*) AS n FROM s GROUP BY d, r;");
        ViewRows rows = process.RowsOf("v");
        AddKey(-0.0, -0f, 1);
        AddKey(double.NaN, float.NaN, 2);
        await process.CommitAsync("u", 0, rows);
        rows.Clear();
        AddKey(0.0, 0f, 3);
        AddKey(-double.NaN, -float.NaN, 4);
        await process.CommitAsync("u", 1, rows);
        Assert.Equal(["0|0|3", "NaN|NaN|4"], await _database.RowsAsync("SELECT d::text, r::text, n FROM v ORDER BY d"));

        void AddKey(double d, float r, long n)
        {
            ((ValueBuffer<double>)rows.Columns[0]).Add(d);
            ((ValueBuffer<float>)rows.Columns[1]).Add(r);
            ((ValueBuffer<long>)rows.Columns[2]).Add(n);
        }
    }

    [Fact]
    public async Task A_view_may_have_more_columns_than_a_function_of_Postgres_has_parameters()
    {
        const int Columns = 300;
        string list = string.Join(", ", Enumerable.Range(0, Columns).Select(i => $"count(*) FILTER (WHERE i = {i}) AS n{i}"));
        await using PipelineProcess process = await PipelineProcess.StartAsync(
            _database.Url,
            "CREATE SOURCE s (k text NOT NULL, i integer); " +
            $"CREATE MATERIALIZED VIEW wide AS SELECT k, {list} FROM s GROUP BY k;");
        ViewRows rows = process.RowsOf("wide");
        ((TextBuffer)rows.Columns[0]).Add("k");
        foreach (ColumnBuffer column in rows.Columns.Skip(1))
        {
            ((ValueBuffer<long>)column).Add(7);
        }

        await process.CommitAsync("u", 0, rows);
        Assert.Equal(["7|7"], await _database.RowsAsync("SELECT n0, n299 FROM wide"));
    }

    [Fact]
    public async Task A_view_of_keys_alone_is_written()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(
            _database.Url,
            "CREATE SOURCE s (k text NOT NULL); CREATE MATERIALIZED VIEW keys AS SELECT k FROM s GROUP BY k;");
        ViewRows rows = process.RowsOf("keys");
        ((TextBuffer)rows.Columns[0]).Add("k");
        await process.CommitAsync("u", 0, rows);
        await process.CommitAsync("u", 1, rows);
        Assert.Equal(["k"], await _database.RowsAsync("SELECT k FROM keys"));
    }

    [Fact]
    public async Task Columns_of_different_lengths_are_an_error()
    {
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, EveryType);
        ViewRows rows = process.RowsOf("latest");
        ((TextBuffer)rows.Columns[0]).Add("k");
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => process.CommitAsync("u", 0, rows));
        Assert.Equal("The column 'b' of 'latest' has another number of values than the first column.", refused.Message);
    }

    [Fact]
    public async Task Two_services_in_two_schemas_write_their_own_tables()
    {
        await using PipelineProcess one = await PipelineProcess.StartAsync(_database.Url, EveryType);
        await using PipelineProcess other = await PipelineProcess.StartAsync(_database.Url, EveryType, "other-1");
        await CommitKeyAsync(one, "of one");
        await CommitKeyAsync(other, "of the other");
        Assert.Equal(["of one"], await _database.RowsAsync("SELECT k FROM public.latest"));
        Assert.Equal(["of the other"], await _database.RowsAsync("SELECT k FROM \"other-1\".latest"));
    }

    [Fact]
    public async Task Rows_are_written_through_PgBouncer_in_transaction_mode()
    {
        await using PgBouncer pooler = await PgBouncer.StartAsync(_database, "transaction", ignored: "search_path");
        await using PipelineProcess process = await PipelineProcess.StartAsync(_database.UrlThrough(pooler.Port), EveryType);
        await CommitKeyAsync(process, "k");
        Assert.Equal(["k"], await _database.RowsAsync("SELECT k FROM latest"));
    }

    private static async Task CommitKeyAsync(PipelineProcess process, string key)
    {
        ViewRows rows = process.RowsOf("latest");
        Add(rows, key, true, 1, 2, 3, 4, 5, "6", 7, 8, Guid.Empty, default);
        Assert.True((await process.CommitAsync("u", 0, rows)).Committed);
    }

    private static void Add(
        ViewRows rows, string k, bool b, int i, long l, float r, double d, decimal n, string t, long ts, int day, Guid u,
        NpgsqlInterval span)
    {
        ((TextBuffer)rows.Columns[0]).Add(k);
        ((ValueBuffer<bool>)rows.Columns[1]).Add(b);
        ((ValueBuffer<int>)rows.Columns[2]).Add(i);
        ((ValueBuffer<long>)rows.Columns[3]).Add(l);
        ((ValueBuffer<float>)rows.Columns[4]).Add(r);
        ((ValueBuffer<double>)rows.Columns[5]).Add(d);
        ((ValueBuffer<decimal>)rows.Columns[6]).Add(n);
        ((TextBuffer)rows.Columns[7]).Add(t);
        ((ValueBuffer<long>)rows.Columns[8]).Add(ts);
        ((ValueBuffer<int>)rows.Columns[9]).Add(day);
        ((ValueBuffer<Guid>)rows.Columns[10]).Add(u);
        ((ValueBuffer<NpgsqlInterval>)rows.Columns[11]).Add(span);
    }

    private static void Visit(ViewRows rows, string key, int start, int end, long events)
    {
        ((TextBuffer)rows.Columns[0]).Add(key);
        ((ValueBuffer<long>)rows.Columns[1]).Add(Minutes(start));
        ((ValueBuffer<long>)rows.Columns[2]).Add(Minutes(end));
        ((ValueBuffer<long>)rows.Columns[3]).Add(events);
    }

    private static void Gone(ViewRows rows, string key, int start)
    {
        ((TextBuffer)rows.GoneColumns[0]).Add(key);
        ((ValueBuffer<long>)rows.GoneColumns[1]).Add(Minutes(start));
    }

    // Microseconds since 2000-01-01.
    private static long Minutes(int minutes) => minutes * 60_000_000L;

    private static async Task CommitAsync(PipelineProcess process, int version, long? watermark, params ViewRows[] rows)
    {
        CommitBatch batch = Batches.Of(Batches.User("u", version));
        if (watermark is { } mark)
        {
            var clock = new Aggregation.WatermarkTracker((mark / 1000) + 946_684_800_000);
            batch.Progress.Add(new CheckpointWrite(
                Batches.Partition, new Aggregation.Checkpoint(Aggregation.Position.FromOffset(version), clock)));
        }

        batch.Views = new ViewChanges(process.Pipeline.Generation, rows);
        Assert.True((await process.Storage.CommitAsync(batch)).Committed);
    }

    private async Task<string[]> CommitHoursAsync(
        PipelineProcess process, int version, long? watermark, params (string Key, int Start, int End, decimal Revenue)[] windows)
    {
        ViewRows rows = process.RowsOf("per_hour");
        foreach ((string key, int start, int end, decimal revenue) in windows)
        {
            ((TextBuffer)rows.Columns[0]).Add(key);
            ((ValueBuffer<long>)rows.Columns[1]).Add(Minutes(start));
            ((ValueBuffer<long>)rows.Columns[2]).Add(Minutes(end));
            ((ValueBuffer<decimal>)rows.Columns[3]).Add(revenue);
        }

        await CommitAsync(process, version, watermark, rows);
        return await _database.RowsAsync(
            "SELECT customer_id, closed, reopened_at IS NULL FROM per_hour_status ORDER BY 1, window_start");
    }

    private Task<string[]> VisitsAsync() => _database.RowsAsync(
        "SELECT customer_id, extract(epoch FROM window_start - '2000-01-01Z')::int / 60, " +
        "extract(epoch FROM window_end - '2000-01-01Z')::int / 60, events FROM visits ORDER BY 1, 2");

    private Task<string[]> VisitStatesAsync() => _database.RowsAsync(
        "SELECT customer_id, extract(epoch FROM window_start - '2000-01-01Z')::int / 60, closed, reopened_at IS NULL " +
        "FROM visits_status ORDER BY 1, 2");
}

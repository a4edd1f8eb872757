using System.Text;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Views;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Views;

public sealed class ViewReloadTests : IAsyncLifetime
{
    private const string Sql = SamplePipelines.Purchases + SamplePipelines.Visits + SamplePipelines.PerHour;

    // Microseconds since 1970 of 2000-01-01.
    private const long Start = 946_684_800_000_000;
    private const long Minute = 60_000_000;

    private static readonly CompiledPipeline Compiled = CompiledPipeline.Compile(PipelineBinder.Bind(Sql));

    private PostgresForTests _database = null!;

    public async ValueTask InitializeAsync() => _database = await PostgresForTests.CreateAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Windows_of_several_keys_and_views_are_read_with_their_accumulators()
    {
        await using PipelineProcess process = await StartAsync();
        IReadOnlyList<StoredWindow>?[] found = await new ViewReloadReader(process.Session, process.Pipeline).ReadAsync(
            [Ask(0, "a", 100, 110, 150), Ask(1, "a", 0, 0, 120), Ask(0, "b", 0, 0, 1_000), Ask(0, "none", 0, 0, 1_000)],
            CancellationToken.None);

        // The session from 0 begins before the scan and overlaps the range; the one from 200 begins after it.
        Assert.Equal(["0-120 a0", "130-170 a130"], Texts(found[0]));
        Assert.Equal(["0-60 h0"], Texts(found[1]));
        Assert.Equal(["10-50 b10"], Texts(found[2]));
        Assert.Empty(found[3]!);
    }

    [Fact]
    public async Task Requests_beyond_the_number_of_rows_are_left_out_and_the_first_is_always_answered()
    {
        await using PipelineProcess process = await StartAsync();
        KeyReload[] requests = [Ask(0, "a", 0, 0, 1_000), Ask(0, "b", 0, 0, 1_000)];
        foreach ((int rows, int answered) in ((int, int)[])[(1, 1), (3, 1), (4, 1), (5, 2)])
        {
            var reader = new ViewReloadReader(process.Session, process.Pipeline) { MaxRows = rows };
            IReadOnlyList<StoredWindow>?[] found = await reader.ReadAsync(requests, CancellationToken.None);
            Assert.Equal(answered, found.Count(windows => windows is not null));
            Assert.Equal(["0-120 a0", "130-170 a130", "200-230 a200"], Texts(found[0]));
        }
    }

    [Fact]
    public async Task Late_records_and_dead_letters_of_a_commit_have_their_details()
    {
        await using PipelineProcess process = await StartAsync();
        CommitBatch batch = Batches.Of(Batches.User("u", 1) with
        {
            Changes = new Pipelines.State.ViewChanges(
                [],
                [],
                [new LateRecord(Batches.Partition, Aggregation.Position.FromOffset(5), "visits,per_hour", 0, "{}"u8.ToArray())],
                0,
                []),
        });
        batch.DeadLetters.Add(new DeadLetter(Batches.Partition, Aggregation.Position.FromOffset(6), "invalid", [1])
        {
            Detail = "amount: is text",
        });
        batch.Views = new Storage.Views.ViewChanges(process.Pipeline.Generation, []);
        Assert.True((await process.Storage.CommitAsync(batch)).Committed);
        Assert.Equal(
            ["5|late|visits,per_hour: its window is closed|visits;per_hour|{}", "6|invalid|amount: is text|null|\u0001"],
            await _database.RowsAsync(
                "SELECT position, reason, detail, array_to_string(windows, ';'), convert_from(raw, 'UTF8') FROM dead_letters " +
                "ORDER BY position"));
        Assert.Equal("0", Assert.Single(await _database.RowsAsync("SELECT count(*) FROM events")));
    }

    private static KeyReload Ask(int view, string key, int scanFrom, int from, int to) => new(
        new PipelineKey(key, [key]),
        new ViewReload(Compiled.Views[view], Start + (scanFrom * Minute), Start + (from * Minute), Start + (to * Minute)));

    private static IEnumerable<string> Texts(IReadOnlyList<StoredWindow>? windows) => windows!.Select(window =>
        $"{(window.Start - Start) / Minute}-{(window.End - Start) / Minute} {Encoding.UTF8.GetString(window.Accumulators.Span)}");

    private async Task<PipelineProcess> StartAsync()
    {
        PipelineProcess process = await PipelineProcess.StartAsync(_database.Url, Sql);
        ViewRows visits = process.RowsOf("visits");
        Add(visits, "a", 0, 120, "a0");
        Add(visits, "a", 130, 170, "a130");
        Add(visits, "a", 200, 230, "a200");
        Add(visits, "b", 10, 50, "b10");
        ViewRows hours = process.RowsOf("per_hour");
        Add(hours, "a", 0, 60, "h0");
        Add(hours, "a", 120, 180, "h120");
        Assert.True((await process.CommitAsync("u", 0, visits, hours)).Committed);
        return process;
    }

    private static void Add(ViewRows rows, string key, int start, int end, string state)
    {
        ((TextBuffer)rows.Columns[0]).Add(key);
        ((ValueBuffer<long>)rows.Columns[1]).Add(start * Minute);
        ((ValueBuffer<long>)rows.Columns[2]).Add(end * Minute);
        rows.Columns[3].AddNull();
        rows.States.Add(Encoding.UTF8.GetBytes(state));
    }
}

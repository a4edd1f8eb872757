using System.Text.Json;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Reading;

public class ReportReaderTests
{
    [Fact]
    public async Task Users_are_ordered_by_descending_count_then_by_id()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await using var session = new DatabaseSession(process.Options, "pathway-report");
        var reader = new ReportReader(session, new SessionQueries(session));
        Assert.Equal("""{"rows":[],"next":null}""", await TopAsync(reader, 10));

        await AddAsync(
            database, ("b", 2), ("a", 2), ("B", 2), ("é", 2), ("few", 1), ("most", long.MaxValue), ("none", 0));
        Assert.Equal(
            ["most", "B", "a", "b", "é", "few", "none"],
            JsonElement.Parse(await TopAsync(reader, 10)).GetProperty("rows").EnumerateArray().Select(
                user => user.GetProperty("userId").GetString()));
        JsonElement first = JsonElement.Parse(await TopAsync(reader, 1));
        Assert.Equal(
            """[{"userId":"most","count":9223372036854775807,"totalValue":-0.5,"time":77}]""", first.GetProperty("rows").GetRawText());
        string second = await TopAsync(reader, 1, first.GetProperty("next").GetString());
        Assert.Equal("B", JsonElement.Parse(second).GetProperty("rows")[0].GetProperty("userId").GetString());
    }

    [Fact]
    public async Task With_a_view_it_is_the_report_of_that_view()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await using var session = new DatabaseSession(process.Options, "pathway-report");
        var reader = new ReportReader(session, new SessionQueries(session));
        await AddAsync(database, ("b", 2), ("a", 3));
        (string json, string? note) = await reader.ReadAsync(
            "top",
            new Dictionary<string, IReadOnlyList<string>> { ["view"] = ["events"], ["by"] = ["count"] },
            new PageRequest(1),
            CancellationToken.None);
        Assert.StartsWith(
            """{"rows":[{"user_id":"a","count":3,"total_value":-0.5,"time":77}],"next":""", json, StringComparison.Ordinal);
        Assert.EndsWith(""","view":"events","since":null,"state":"written"}""", json, StringComparison.Ordinal);
        Assert.Equal("events counts every event of the service.", note);
        ReportParameterException unknown = await Assert.ThrowsAsync<ReportParameterException>(() => reader.ReadAsync(
            "tops", new Dictionary<string, IReadOnlyList<string>>(), new PageRequest(1), CancellationToken.None));
        Assert.Equal("report is 'tops'; there is no such report; the nearest is 'top'.", unknown.Message);
    }

    [Fact]
    public async Task Dead_letters_are_newest_first_with_truncated_bytes()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await using var session = new DatabaseSession(process.Options, "pathway-report");
        var reader = new ReportReader(session, new SessionQueries(session));
        Assert.Empty(await reader.DeadLettersAsync(10, CancellationToken.None));

        byte[] large = [.. Enumerable.Range(0, 1_000_000).Select(i => (byte)i)];
        var largest = Position.Parse("6277101735386680763835789423207666416102355444464034512895");
        CommitBatch later = Batches.Of();
        later.DeadLetters.Add(new DeadLetter(SourcePartition.Of("kinesis/x", 12), largest, "oversize", large));
        await process.CommitAsync(
            Batches.Of().WithDeadLetter(5, "not_json", null).WithDeadLetter(7, "not_json", [])
                .WithDeadLetter(6, "no_user_id", [1, 2]));
        await process.CommitAsync(later);

        IReadOnlyList<StoredDeadLetter> letters = await reader.DeadLettersAsync(10, CancellationToken.None);
        Assert.Equal(
            [largest, Position.FromOffset(7), Position.FromOffset(6), Position.FromOffset(5)],
            letters.Select(letter => letter.Position));
        Assert.Equal(
            ("kinesis/x", 12, "oversize", 1_000_000),
            (letters[0].Source, letters[0].Partition, letters[0].Reason, letters[0].Length));
        Assert.Equal(large[..1000], letters[0].Raw);
        Assert.Equal<byte[]?>([[], [1, 2], null], letters.Skip(1).Select(letter => letter.Raw));
        Assert.Equal([0, 2, null], letters.Skip(1).Select(letter => letter.Length));
        Assert.Equal(
            await database.RowsAsync(
                "SELECT (extract(epoch FROM recorded_at) * 1000000)::bigint FROM dead_letters ORDER BY recorded_at DESC, " +
                "position DESC"),
            letters.Select(
                letter => $"{letter.RecordedAt.Subtract(DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond}"));
        Assert.Equal(
            [largest, Position.FromOffset(7)],
            (await reader.DeadLettersAsync(2, CancellationToken.None)).Select(letter => letter.Position));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_limit_below_one_is_rejected(int limit)
    {
        await using var session = new DatabaseSession(StorageProcess.OptionsFor("Host=nowhere"), "pathway-report");
        var reader = new ReportReader(session, new SessionQueries(session));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reader.DeadLettersAsync(limit, CancellationToken.None));
    }

    private static async Task<string> TopAsync(ReportReader reader, int limit, string? after = null) => (await reader.ReadAsync(
        "top", new Dictionary<string, IReadOnlyList<string>>(), new PageRequest(limit, after), CancellationToken.None)).Json;

    private static Task AddAsync(PostgresForTests database, params (string UserId, long Count)[] users) => database.ExecuteAsync(
        $"INSERT INTO events VALUES {string.Join(", ", users.Select(user => $"('{user.UserId}', {user.Count}, -0.5, 77)"))}");
}

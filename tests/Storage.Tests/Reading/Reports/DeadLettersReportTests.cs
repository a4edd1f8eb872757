using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Tests.Reading.Reports;

public class DeadLettersReportTests
{
    private const long Second = 1_769_860_800_000;

    [Fact]
    public async Task Reasons_are_counted_with_their_first_and_last()
    {
        await using ReportDatabase database = await FilledAsync();
        var report = new DeadLettersReport(database.Queries);
        DeadLetterReason[] expected =
        [
            new("late", 2, At(1), At(2)), new("not_json", 3, At(0), At(2)), new("oversize", 1, At(1), At(1)),
        ];
        foreach (int pageSize in (int[])[1, 2, 5])
        {
            (List<DeadLetterReason> rows, _) = await ReportDatabase.ReadAllAsync(
                pageSize, page => report.ReadReasonsAsync(default, page, CancellationToken.None));
            Assert.Equal(expected, rows);
        }

        Assert.Equal(
            [new DeadLetterReason("not_json", 1, At(0), At(0))],
            (await report.ReadReasonsAsync(new ReportPeriod(null, Second + 1), new PageRequest(9), CancellationToken.None)).Rows);
        Assert.Equal(
            ["late|2", "not_json|3", "oversize|1"], await database.RowsAsync(
                "SELECT reason, letters FROM dead_letters_by_reason ORDER BY 1"));
        Assert.Empty(
            (await report.ReadReasonsAsync(
                new ReportPeriod(long.MinValue, long.MinValue), new PageRequest(9), CancellationToken.None)).Rows);
        Assert.Equal(
            3,
            (await report.ReadReasonsAsync(
                new ReportPeriod(long.MinValue, long.MaxValue), new PageRequest(9), CancellationToken.None)).Rows.Count);
    }

    /// <summary>Every part of the key occurs more than once, and pages end between any two dead letters.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(100)]
    public async Task Dead_letters_with_equal_times_are_paged_newest_first(int pageSize)
    {
        await using ReportDatabase database = await FilledAsync();
        var report = new DeadLettersReport(database.Queries);
        (List<StoredDeadLetter> rows, _) = await ReportDatabase.ReadAllAsync(
            pageSize, page => report.ReadLettersAsync(null, default, page, CancellationToken.None));
        Assert.Equal(
            ["s 0 9 late", "s 1 5 not_json", "s 1 4 not_json", "s 1 4 oversize", "t 0 9 late", "s 0 1 not_json"],
            rows.Select(row => $"{row.Source} {row.Partition} {row.Position} {row.Reason}"));
        Assert.Equal(rows, rows.OrderByDescending(row => row.RecordedAt));
        Assert.Equal(["hour", "day"], rows.Single(row => row.Source == "t").Windows);
        Assert.Null(rows.Single(row => row.Reason == "oversize").Windows);

        (rows, _) = await ReportDatabase.ReadAllAsync(
            pageSize, page => report.ReadLettersAsync("late", default, page, CancellationToken.None));
        Assert.Equal([At(2), At(1)], rows.Select(row => row.RecordedAt));
        Assert.All(rows, row => Assert.Equal(Position.FromOffset(9), row.Position));
    }

    private static async Task<ReportDatabase> FilledAsync()
    {
        ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO dead_letters (source, partition, position, reason, raw, recorded_at, windows) VALUES
                ('s', 0, 1, 'not_json', 'x', '2026-01-31T12:00:00Z', NULL),
                ('s', 1, 4, 'not_json', 'x', '2026-01-31T12:00:01Z', NULL), ('s', 1, 4, 'oversize', NULL, '2026-01-31T12:00:01Z', NULL),
                ('s', 1, 5, 'not_json', 'x', '2026-01-31T12:00:02Z', NULL), ('s', 0, 9, 'late', 'x', '2026-01-31T12:00:02Z', '{day}'),
                ('t', 0, 9, 'late', 'x', '2026-01-31T12:00:01Z', '{hour,day}');
            """);
        return database;
    }

    private static DateTimeOffset At(int second) => DateTimeOffset.FromUnixTimeMilliseconds(Second).AddSeconds(second);
}

using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Tests.Reading.Reports;

public class ProgressReportTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    public async Task Partitions_are_ordered_by_source_and_number(int pageSize)
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.AddPartitionAsync(10, 500);
        await database.AddPartitionAsync(2, 400, secondsBefore: 61);
        await database.AddPartitionAsync(2, null, source: "r");
        var largest = Position.Parse("6277101735386680763835789423207666416102355444464034512895");
        await database.ExecuteAsync($"UPDATE source_progress SET next_offset = {largest} WHERE source = 'r'");

        long before = await NowAsync(database);
        var report = new ProgressReport(database.Queries);
        (List<ProgressEntry> rows, _) = await ReportDatabase.ReadAllAsync(
            pageSize, page => report.ReadAsync(page, CancellationToken.None));
        long after = await NowAsync(database);

        var last = DateTimeOffset.Parse(ReportDatabase.LastCommit);
        ProgressEntry[] expected =
        [
            new("r", 2, largest, null, last, true, null, true),
            new("s", 2, Position.FromOffset(7), 400, last.AddSeconds(-61), true, null, false),
            new("s", 10, Position.FromOffset(7), 500, last, true, null, true),
        ];
        Assert.Equal(expected, rows.Select(row => row with { Behind = null }));
        Assert.Null(rows[0].Behind);
        Assert.All(rows.Skip(1), row => Assert.InRange(row.Behind!.Value + row.Watermark!.Value, before, after));
        Assert.Equal(new GlobalWatermark(null, 60_000, 3, 3, last, 2), await report.ReadWatermarkAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Progress_is_empty_before_the_first_commit()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        var report = new ProgressReport(database.Queries);
        Assert.Empty((await report.ReadAsync(new PageRequest(1), CancellationToken.None)).Rows);
        Assert.Equal(new GlobalWatermark(null, null, 0, 0, null, 0), await report.ReadWatermarkAsync(CancellationToken.None));
    }

    private static Task<long> NowAsync(ReportDatabase database) =>
        database.Postgres.ScalarAsync<long>("SELECT (extract(epoch FROM now()) * 1000)::bigint");
}

using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Tests.Reading.Reports;

public class UsersReportTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public async Task Pages_contain_every_user_once(int pageSize)
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.ExecuteAsync("INSERT INTO events SELECT 'u' || i, i, i / 4.0, i * 10 FROM generate_series(1, 20) AS i");
        var report = new UsersReport(database.Queries);
        (List<UserTotals> rows, _) = await ReportDatabase.ReadAllAsync(
            pageSize, page => report.ReadAsync(null, default, page, CancellationToken.None));
        Assert.Equal(
            await database.RowsAsync("SELECT user_id, count, total_value, time FROM events ORDER BY user_id"),
            rows.Select(row => FormattableString.Invariant($"{row.UserId}|{row.Count}|{row.TotalValue}|{row.Time}")));

        (rows, _) = await ReportDatabase.ReadAllAsync(
            pageSize, page => report.ReadAsync(null, new ReportPeriod(20, 50), page, CancellationToken.None));
        Assert.Equal(["u2", "u3", "u4"], rows.Select(row => row.UserId));
        Assert.Equal(
            new UserTotals("u7", 7, 1.75, 70),
            Assert.Single((await report.ReadAsync("u7", default, new PageRequest(5), CancellationToken.None)).Rows));
    }

    /// <summary>Most values occur more than once, and pages end between any two users.</summary>
    [Theory]
    [InlineData("count", 1)]
    [InlineData("count", 3)]
    [InlineData("total", 1)]
    [InlineData("total", 3)]
    public async Task Top_users_with_equal_values_are_paged(string order, int pageSize)
    {
        TopOrder by = ReportChoice.Parse<TopOrder>("by", order);
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.ExecuteAsync(
            "INSERT INTO events SELECT 'u' || i, i % 3, (i % 5) / 10.0 - 0.2, i FROM generate_series(1, 30) AS i");
        await database.ExecuteAsync(
            "INSERT INTO events VALUES ('zero', 5, '0', 1), ('minus zero', 5, '-0', 1), ('B', 5, 5e-324, 1), ('most', 9, " +
            "1e300, 1)");
        var report = new TopUsersReport(database.Queries);
        (List<UserTotals> rows, _) = await ReportDatabase.ReadAllAsync(
            pageSize, page => report.ReadAsync(by, default, page, CancellationToken.None));
        string view = by == TopOrder.Count ? "top_users" : "top_users_by_total";
        Assert.Equal(await database.RowsAsync($"SELECT user_id FROM {view}"), rows.Select(row => row.UserId));
        Assert.Equal(
            rows.OrderByDescending(row => by == TopOrder.Count ? row.Count : row.TotalValue)
                .ThenBy(row => row.UserId, StringComparer.Ordinal), rows);
        Assert.Equal(34, rows.Count);

        (rows, _) = await ReportDatabase.ReadAllAsync(
            pageSize, page => report.ReadAsync(by, new ReportPeriod(2, 5), page, CancellationToken.None));
        Assert.Equal(["u2", "u3", "u4"], rows.Select(row => row.UserId).Order());
    }

    [Fact]
    public async Task A_cursor_of_the_other_order_is_rejected()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.ExecuteAsync("INSERT INTO events VALUES ('a', 1, 1, 1), ('b', 1, 1, 1)");
        var report = new TopUsersReport(database.Queries);
        string next = (await report.ReadAsync(TopOrder.Count, default, new PageRequest(1), CancellationToken.None)).Next!;
        await Assert.ThrowsAsync<ReportParameterException>(
            () => report.ReadAsync(TopOrder.Total, default, new PageRequest(1, next), CancellationToken.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_below_one_is_rejected(int limit) =>
        Assert.Equal("limit", Assert.Throws<ReportParameterException>(() => new PageRequest(limit)).Parameter);
}

using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>
/// The users in descending order of their number of events or their total; ties are ordered by the bytes of the user id.
/// Scans <c>events</c> once per page: an index for it would make every commit slower.
/// </summary>
internal sealed class TopUsersReport(IQueries queries)
{
    /// <summary>Reads a page.</summary>
    /// <param name="by">The order.</param>
    /// <param name="period">Only users whose last event is in this period.</param>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="ReportParameterException">The page's cursor belongs to another report or order.</exception>
    public async Task<ReportPage<UserTotals>> ReadAsync(
        TopOrder by, ReportPeriod period, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        string order = by == TopOrder.Count ? "top-count" : "top-total";
        Sql column = Sql.Text(by == TopOrder.Count ? "e.count" : "e.total_value");
        Sql sql =
            $"""
            SELECT e.user_id, e.count, e.total_value, e.time FROM events AS e WHERE true
            {Sql.If(page.After, cursor => by == TopOrder.Count
                ? Below(column, Cursor.Read(cursor, order, key => (key[0].GetInt64(), key[1].GetString()!)))
                : Below(column, Cursor.Read(cursor, order, key => (key[0].GetDouble(), key[1].GetString()!))))}
            {UsersReport.LastEventIn(period)}
            ORDER BY {column} DESC, e.user_id COLLATE "C" LIMIT {page.Fetch}
            """;
        IReadOnlyList<UserTotals> rows = await queries.ReadAsync(sql, UserRow.Read, cancellationToken);
        return ReportPage<UserTotals>.Of(
            rows, page, row => Cursor.Write(order, by == TopOrder.Count ? (object)row.Count : row.TotalValue, row.UserId));
    }

    private static Sql Below<T>(Sql column, (T Value, string User) place)
        where T : struct =>
        $""" AND ({column} < {place.Value} OR ({column} = {place.Value} AND e.user_id COLLATE "C" > {place.User}))""";
}

using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>
/// The users with the most events or the highest total, the first first; equals by user id, in the order of its bytes.
/// One pass over <c>events</c> for each page: an index for it would cost every commit.
/// </summary>
public sealed class TopUsersReport(IQueries queries)
{
    /// <summary>A page of it.</summary>
    /// <param name="by">What counts.</param>
    /// <param name="period">Users whose last event falls into it.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="ReportParameterException">The page's cursor is not this report's, in this order.</exception>
    public async Task<ReportPage<UserTotals>> ReadAsync(TopOrder by, ReportPeriod period, PageRequest page, CancellationToken cancellationToken)
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
            rows, page, row => Cursor.Write(order, by == TopOrder.Count ? row.Count : row.TotalValue, row.UserId));
    }

    private static Sql Below<T>(Sql column, (T Value, string User) place)
        where T : struct => $""" AND ({column} < {place.Value} OR ({column} = {place.Value} AND e.user_id COLLATE "C" > {place.User}))""";
}

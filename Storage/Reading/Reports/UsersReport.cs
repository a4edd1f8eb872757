using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>Users and their totals, ordered by user id in the database's collation. Uses the primary key.</summary>
internal sealed class UsersReport(IQueries queries)
{
    private const string Order = "users";

    /// <summary>Reads a page.</summary>
    /// <param name="user">Only this user; null: all.</param>
    /// <param name="period">Only users whose last event is in this period.</param>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="ReportParameterException">The page's cursor belongs to another report.</exception>
    public async Task<ReportPage<UserTotals>> ReadAsync(
        string? user, ReportPeriod period, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        string? after = page.After is null ? null : Cursor.Read(page.After, Order, key => key[0].GetString()!);
        Sql sql =
            $"""
            SELECT e.user_id, e.count, e.total_value, e.time FROM events AS e WHERE true
            {Sql.If(user, id => $" AND e.user_id = {id}")}
            {Sql.If(after, id => $" AND e.user_id > {id}")}
            {LastEventIn(period)}
            ORDER BY e.user_id LIMIT {page.Fetch}
            """;
        IReadOnlyList<UserTotals> rows = await queries.ReadAsync(sql, UserRow.Read, cancellationToken);
        return ReportPage<UserTotals>.Of(rows, page, row => Cursor.Write(Order, row.UserId));
    }

    internal static Sql LastEventIn(ReportPeriod period) =>
        $"{Sql.If(period.Since, since => $" AND e.time >= {since}")}{Sql.If(period.Until, until => $" AND e.time < {until}")}";
}

using Npgsql;
using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>
/// Totals per window over all users, ordered by name and start. Uses the index <c>user_windows_by_start</c>; a window's
/// total reads the rows of all its users.
/// </summary>
internal sealed class WindowTotalsReport(IQueries queries)
{
    private const string Order = "totals";

    /// <summary>Reads a page.</summary>
    /// <param name="filter">The windows.</param>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="ReportParameterException">The page's cursor belongs to another report.</exception>
    public async Task<ReportPage<WindowTotals>> ReadAsync(
        WindowFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(page);
        (string Name, long Start)? place =
            page.After is null ? null : Cursor.Read(page.After, Order, key => (key[0].GetString()!, key[1].GetInt64()));
        Sql after = Sql.If(
            place, at => $" AND w.window_start > CASE WHEN c.window_name = {at.Name} THEN {at.Start} ELSE {long.MinValue} END");
        Sql names =
            $"{Sql.If(filter.Window, name => $" AND c.window_name = {name}")}" +
            $"{Sql.If(place, at => $" AND c.window_name >= {at.Name}")}";
        Sql sql = Statement(filter, after, names, page.Fetch, Sql.Empty);
        IReadOnlyList<WindowTotals> rows = await queries.ReadAsync(sql, ReadRow, cancellationToken);
        return ReportPage<WindowTotals>.Of(rows, page, row => Cursor.Write(Order, row.WindowName, row.WindowStart));
    }

    /// <summary>Reads the newest windows of one name, ordered by start.</summary>
    /// <param name="filter">The windows; must have a name.</param>
    /// <param name="limit">The maximum number of windows.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<WindowTotals>> ReadNewestAsync(
        WindowFilter filter, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentException.ThrowIfNullOrEmpty(filter.Window);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        Sql name = $" AND c.window_name = {filter.Window}";
        IReadOnlyList<WindowTotals> rows =
            await queries.ReadAsync(Statement(filter, Sql.Empty, name, limit, Sql.Text(" DESC")), ReadRow, cancellationToken);
        return [.. rows.Reverse()];
    }

    // A LATERAL subquery with a LIMIT per name, so that only the rows of the page's windows are aggregated.
    private static Sql Statement(WindowFilter filter, Sql after, Sql names, int limit, Sql direction) =>
        $"""
        SELECT t.*, t.window_end <= c.closed_through FROM window_clocks AS c CROSS JOIN LATERAL (
            SELECT
                w.window_name, w.window_start, max(w.window_end) AS window_end, count(*) AS users, sum(w.count)::bigint AS count,
                sum(w.total_value) AS total_value, min(w.min_value) AS min_value, max(w.max_value) AS max_value,
                min(w.first_time) AS first_time, max(w.last_time) AS last_time, max(w.reopened_at) AS reopened_at
            FROM user_windows AS w
            WHERE w.window_name = c.window_name
            {filter.Conditions}
            {after}
            GROUP BY w.window_name, w.window_start
            ORDER BY w.window_start{direction} LIMIT {limit}
        ) AS t
        WHERE true {names}
        ORDER BY c.window_name, t.window_start{direction} LIMIT {limit}
        """;

    private static WindowTotals ReadRow(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetDouble(5), row.GetDouble(6),
        row.GetDouble(7), row.GetInt64(8), row.GetInt64(9), row.GetBoolean(11),
        row.IsDBNull(10) ? null : row.GetFieldValue<DateTimeOffset>(10));
}

using Npgsql;
using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>
/// Windows of users: of one user ordered by name and start, using the primary key, or of all users ordered by name, start
/// and user, using the index <c>user_windows_by_start</c>. No index helps with the open sessions of all users, as sessions
/// have any length: that reads all rows of the name.
/// </summary>
internal sealed class WindowsReport(IQueries queries)
{
    private const string OrderOfUser = "windows-of-user";
    private const string OrderOfAll = "windows";
    private const string Columns =
        "w.user_id, w.window_name, w.window_start, w.window_end, w.count, w.total_value, w.min_value, w.max_value, " +
        "w.first_time, w.last_time, w.window_end <= c.closed_through, w.reopened_at";

    /// <summary>Reads a page.</summary>
    /// <param name="user">Only this user's windows; null: all users'.</param>
    /// <param name="filter">The windows.</param>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="ReportParameterException">
    /// The page's cursor belongs to another report, or one of a request with a user is used without a user or vice versa.
    /// </exception>
    public async Task<ReportPage<UserWindow>> ReadAsync(
        string? user, WindowFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(page);
        Sql sql = user is null ? OfAll(filter, page) : OfUser(user, filter, page);
        IReadOnlyList<UserWindow> rows = await queries.ReadAsync(sql, ReadRow, cancellationToken);
        return ReportPage<UserWindow>.Of(rows, page, row => user is null
            ? Cursor.Write(OrderOfAll, row.WindowName, row.WindowStart, row.UserId)
            : Cursor.Write(OrderOfUser, row.WindowName, row.WindowStart));
    }

    /// <summary>Reads the windows of a user that start last, the latest first.</summary>
    /// <param name="user">The user.</param>
    /// <param name="limit">The maximum number of windows.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<IReadOnlyList<UserWindow>> ReadNewestAsync(string user, int limit, CancellationToken cancellationToken) =>
        queries.ReadAsync(
            $"""
            SELECT {Sql.Text(Columns)}
            FROM user_windows AS w JOIN window_clocks AS c ON c.window_name = w.window_name
            WHERE w.user_id = {user}
            ORDER BY w.window_start DESC, w.window_name LIMIT {limit}
            """,
            ReadRow,
            cancellationToken);

    private static Sql OfUser(string user, WindowFilter filter, PageRequest page) =>
        $"""
        SELECT {Sql.Text(Columns)}
        FROM user_windows AS w JOIN window_clocks AS c ON c.window_name = w.window_name
        WHERE w.user_id = {user}
        {Sql.If(filter.Window, name => $" AND w.window_name = {name}")}
        {filter.Conditions}
        {Sql.If(page.After, cursor => AfterOfUser(Cursor.Read(cursor, OrderOfUser, key => (key[0].GetString()!, key[1].GetInt64()))))}
        ORDER BY w.window_name, w.window_start LIMIT {page.Fetch}
        """;

    // A LATERAL subquery with a LIMIT per name, so that at most one page of rows is read per name.
    private static Sql OfAll(WindowFilter filter, PageRequest page)
    {
        (string Name, long Start, string User)? place = page.After is null
            ? null
            : Cursor.Read(page.After, OrderOfAll, key => (key[0].GetString()!, key[1].GetInt64(), key[2].GetString()!));
        return $"""
            SELECT w.* FROM window_clocks AS c CROSS JOIN LATERAL (
                SELECT {Sql.Text(Columns)}
                FROM user_windows AS w
                WHERE w.window_name = c.window_name
                {filter.Conditions}
                {Sql.If(place, after => AfterOfAll(after))}
                ORDER BY w.window_start, w.user_id LIMIT {page.Fetch}
            ) AS w
            WHERE true
            {Sql.If(filter.Window, name => $" AND c.window_name = {name}")}
            {Sql.If(place, after => $" AND c.window_name >= {after.Name}")}
            ORDER BY c.window_name, w.window_start, w.user_id LIMIT {page.Fetch}
            """;
    }

    private static Sql AfterOfUser((string Name, long Start) place) =>
        $" AND (w.window_name, w.window_start) > ({place.Name}, {place.Start})";

    // Rows of the same name after the position, and all rows of later names. A single comparison, so that the index is used.
    private static Sql AfterOfAll((string Name, long Start, string User) place) =>
        $"""
         AND (w.window_start, w.user_id) > (
            CASE WHEN c.window_name = {place.Name} THEN {place.Start} ELSE {long.MinValue} END,
            CASE WHEN c.window_name = {place.Name} THEN {place.User} ELSE '' END)
        """;

    private static UserWindow ReadRow(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetDouble(5), row.GetDouble(6),
        row.GetDouble(7), row.GetInt64(8), row.GetInt64(9), row.GetBoolean(10),
        row.IsDBNull(11) ? null : row.GetFieldValue<DateTimeOffset>(11));
}

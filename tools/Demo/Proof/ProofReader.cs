using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Demo.Proof;

/// <summary>Reads the rows of one run from the database.</summary>
internal sealed class ProofReader(DatabaseSession session)
{
    private readonly SessionQueries _queries = new(session);

    /// <summary>The rows of the users with this id prefix.</summary>
    internal Task<IReadOnlyList<UserTotals>> ReadUsersAsync(string userPrefix, CancellationToken cancellationToken) =>
        _queries.ReadAsync(
        $"SELECT user_id, count, total_value, time FROM events WHERE starts_with(user_id, {userPrefix})",
        row => new UserTotals(row.GetString(0), row.GetInt64(1), row.GetDouble(2), row.GetInt64(3)),
        cancellationToken);

    /// <summary>The dead letters of a source.</summary>
    internal Task<IReadOnlyList<DeadLetterRow>> ReadDeadLettersAsync(string source, CancellationToken cancellationToken) =>
        _queries.ReadAsync(
        $"SELECT partition, position::bigint, reason, array_to_string(windows, ',') FROM dead_letters WHERE source = {source}",
        row => new DeadLetterRow(row.GetInt32(0), row.GetInt64(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)),
        cancellationToken);

    /// <summary>The demo's windows of the users with this id prefix.</summary>
    internal Task<IReadOnlyList<ExpectedWindow>> ReadWindowsAsync(string userPrefix, CancellationToken cancellationToken) =>
        _queries.ReadAsync(
        $"""
        SELECT user_id, window_name, window_start, window_end, count, total_value, min_value, max_value, first_time, last_time
        FROM user_windows
        WHERE starts_with(user_id, {userPrefix}) AND starts_with(window_name, {DemoWindows.Prefix})
        """,
        row => new ExpectedWindow(
            row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetDouble(5),
            row.GetDouble(6),
            row.GetDouble(7), row.GetInt64(8), row.GetInt64(9)),
        cancellationToken);
}

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
        SELECT
            w.user_id, w.name, (extract(epoch FROM w.window_start) * 1000)::bigint,
            (extract(epoch FROM w.window_end) * 1000)::bigint, w.count, w.total_value, w.min_value, w.max_value, w.first_time,
            w.last_time
        FROM (
            SELECT 'demo_session' AS name, * FROM demo_session
            UNION ALL SELECT 'demo_sliding', * FROM demo_sliding
            UNION ALL SELECT 'demo_tumbling', * FROM demo_tumbling
        ) AS w
        WHERE starts_with(w.user_id, {userPrefix})
        """,
        row => new ExpectedWindow(
            row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetDouble(5),
            row.GetDouble(6), row.GetDouble(7), row.GetInt64(8), row.GetInt64(9)),
        cancellationToken);
}

using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Cli.Demo.Proof;

/// <summary>Reads what the database holds of one run.</summary>
internal sealed class ProofReader(DatabaseSession session)
{
    private readonly SessionQueries _queries = new(session);

    /// <summary>The rows of the users whose id begins so.</summary>
    internal Task<IReadOnlyList<UserTotals>> ReadUsersAsync(string userPrefix, CancellationToken cancellationToken) => _queries.ReadAsync(
        $"SELECT user_id, count, total_value, time FROM events WHERE starts_with(user_id, {userPrefix})",
        row => new UserTotals(row.GetString(0), row.GetInt64(1), row.GetDouble(2), row.GetInt64(3)),
        cancellationToken);

    /// <summary>The dead letters of a source.</summary>
    internal Task<IReadOnlyList<DeadLetterRow>> ReadDeadLettersAsync(string source, CancellationToken cancellationToken) => _queries.ReadAsync(
        $"SELECT partition, position::bigint, reason FROM dead_letters WHERE source = {source}",
        row => new DeadLetterRow(row.GetInt32(0), row.GetInt64(1), row.GetString(2)),
        cancellationToken);
}

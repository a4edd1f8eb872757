using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Reading;

/// <summary>
/// Runs the reports of the grains. Those over all users scan a whole table: an index for them would make every commit slower.
/// Does not retry.
/// </summary>
public sealed class ReportReader(DatabaseSession session)
{
    private readonly SessionQueries _queries = new(session);

    /// <summary>The users with the most events, in descending order; ties are ordered by the bytes of the user id.</summary>
    /// <param name="limit">The maximum number of users.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public async Task<IReadOnlyList<UserTotals>> TopUsersAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var report = new TopUsersReport(_queries);
        return (await report.ReadAsync(TopOrder.Count, default, new PageRequest(limit), cancellationToken)).Rows;
    }

    /// <summary>The windows of a user that start last, the latest first.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="limit">The maximum number of windows.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public Task<IReadOnlyList<UserWindow>> WindowsAsync(string userId, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return new WindowsReport(_queries).ReadNewestAsync(userId, limit, cancellationToken);
    }

    /// <summary>
    /// The most recent dead letters, newest first; those of one commit are ordered by source, partition and descending
    /// position.
    /// </summary>
    /// <param name="limit">The maximum number of dead letters.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public async Task<IReadOnlyList<StoredDeadLetter>> DeadLettersAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var report = new DeadLettersReport(_queries);
        return (await report.ReadLettersAsync(null, default, new PageRequest(limit), cancellationToken)).Rows;
    }
}

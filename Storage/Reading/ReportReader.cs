using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Reading;

/// <summary>
/// Answers questions over whole tables, each with one pass over its table: indexes for them would cost every
/// commit. Does not retry.
/// </summary>
public sealed class ReportReader(DatabaseSession session)
{
    private readonly SessionQueries _queries = new(session);

    /// <summary>The users with the most events, the most first; equals by user id, in the order of its bytes.</summary>
    /// <param name="limit">How many at the most.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public async Task<IReadOnlyList<UserTotals>> TopUsersAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return (await new TopUsersReport(_queries).ReadAsync(TopOrder.Count, default, new PageRequest(limit), cancellationToken)).Rows;
    }

    /// <summary>
    /// The dead letters recorded last, the newest first; those of one commit by source and partition, the highest
    /// position first.
    /// </summary>
    /// <param name="limit">How many at the most.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public async Task<IReadOnlyList<StoredDeadLetter>> DeadLettersAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return (await new DeadLettersReport(_queries).ReadLettersAsync(null, default, new PageRequest(limit), cancellationToken)).Rows;
    }
}

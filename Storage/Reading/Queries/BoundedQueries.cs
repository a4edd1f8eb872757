using System.Globalization;
using Npgsql;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Reading.Queries;

/// <summary>
/// Statements on a session whose other callers must not wait for long, such as the one that loads users: each is cut
/// off after a time, and there is never more than one that runs or waits for the session, so whoever else wants it
/// waits for one statement at the most. Does not retry. Any thread may call.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="limit">How long a statement may run, and how long one may wait for those before it.</param>
/// <param name="time">The clock for the waiting.</param>
public sealed class BoundedQueries(DatabaseSession session, TimeSpan limit, TimeProvider time) : IQueries, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc/>
    /// <exception cref="QueryLimitException">It took too long, or those before it did.</exception>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(Sql sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sql);
        await TakeTurnAsync(cancellationToken);
        try
        {
            return await session.UseAsync((connection, token) => RunAsync(connection, sql, read, token), cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled && !cancellationToken.IsCancellationRequested)
        {
            throw new QueryLimitException($"The report was cut off after {limit.TotalSeconds:0.###} s. Ask for less: one window, one user, or a shorter time.", e);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _turn.WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new QueryLimitException($"Other reports of this process ran for {limit.TotalSeconds:0.###} s. Ask again later.");
        }
    }

    private async Task<IReadOnlyList<T>> RunAsync<T>(
        NpgsqlConnection connection, Sql sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        List<T> rows;
        await using (var batch = new NpgsqlBatch(connection, transaction))
        {
            // A setting takes no parameter. LOCAL: it ends with the transaction, and leaves the session as it was.
            string bound = string.Create(CultureInfo.InvariantCulture, $"SET LOCAL statement_timeout = {(long)limit.TotalMilliseconds}");
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SET TRANSACTION READ ONLY"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(bound));
            var command = new NpgsqlBatchCommand();
            command.CommandText = sql.Write(command.Parameters);
            batch.BatchCommands.Add(command);
            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
            rows = await ConnectionQueries.CollectAsync(reader, read, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return rows;
    }
}

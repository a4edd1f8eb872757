using System.Globalization;
using Npgsql;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Reading.Queries;

/// <summary>
/// Runs statements on a session whose other callers must not wait for long, such as the one that loads users. Each
/// statement has a time limit, and at most one of them runs or waits for the session, so the session's other callers wait
/// for at most one statement. Does not retry. Thread-safe.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="limit">The time limit of a statement, and of waiting for earlier statements.</param>
/// <param name="time">The clock for the waiting.</param>
public sealed class BoundedQueries(DatabaseSession session, TimeSpan limit, TimeProvider time) : IQueries, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc/>
    /// <exception cref="QueryLimitException">The statement, or waiting for earlier ones, exceeded the time limit.</exception>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(Sql sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sql);
        await TakeTurnAsync(cancellationToken);
        try
        {
            return await session.ReadAsync((connection, token) => RunAsync(connection, sql, read, token), cancellationToken);
        }
        catch (PostgresException e) when (
            e.SqlState == PostgresErrorCodes.QueryCanceled && !cancellationToken.IsCancellationRequested)
        {
            throw new QueryLimitException(
                $"The report exceeded its time limit of {limit.TotalSeconds:0.###} s. " +
                "Restrict it to one window, one user, or a shorter period.",
                e);
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
            throw new QueryLimitException(
                $"The report waited {limit.TotalSeconds:0.###} s for other reports of this process. Try again later.");
        }
    }

    private async Task<IReadOnlyList<T>> RunAsync<T>(
        NpgsqlConnection connection, Sql sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        List<T> rows;
        await using (var batch = new NpgsqlBatch(connection, transaction))
        {
            // SET does not accept parameters. LOCAL: the setting ends with the transaction.
            string bound = string.Create(
                CultureInfo.InvariantCulture, $"SET LOCAL statement_timeout = {(long)limit.TotalMilliseconds}");
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

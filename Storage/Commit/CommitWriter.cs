using Microsoft.Extensions.Logging;
using Npgsql;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Commit;

/// <summary>
/// The only writer of a process. Each commit has this writer's next commit number and stores it in the same transaction,
/// so that after a lost connection the writer can find out whether the commit happened. One commit at a time.
/// </summary>
public sealed class CommitWriter
{
    private const string VersionConflict = "PW001";
    private const string NumberTaken = "PW002";
    private const string NotRegistered = "PW003";
    private const string InputFinished = "PW005";
    private static readonly TimeSpan MaxStatementTime = TimeSpan.FromHours(1);

    private readonly DatabaseSession _session;
    private readonly DatabaseRetry _retry;
    private readonly string _serviceId;
    private readonly TimeSpan _statementTime;
    private readonly TimeProvider _time;
    private readonly ILogger<CommitWriter> _logger;
    private readonly Guid _writer = Guid.NewGuid();
    private long _lastCommit;
    private bool _lacksVerdict;
    private CommitFailure? _failure;

    /// <param name="session">The writer's own connection.</param>
    /// <param name="retry">Repeats failed attempts.</param>
    /// <param name="options">Service id and timeouts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Logs rejected and settled commits.</param>
    public CommitWriter(
        DatabaseSession session, DatabaseRetry retry, Configuration.DatabaseOptions options, TimeProvider time,
        ILogger<CommitWriter> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _session = session;
        _retry = retry;
        _serviceId = options.ServiceId;
        _statementTime = options.CommandTimeout;
        _time = time;
        _logger = logger;
    }

    /// <summary>
    /// Whether its commits close the windows that the watermark has passed. A batch closes them at its end, because its inputs
    /// have events of the same time.
    /// </summary>
    public bool ClosesWindows { get; init; } = true;

    /// <summary>Why the commit that runs is attempted again; null if no attempt of it has failed. Thread-safe.</summary>
    public CommitFailure? Failure => Volatile.Read(ref _failure);

    /// <summary>
    /// Registers this writer in the database. Call once, after the schema is up to date, before the first commit.
    /// </summary>
    public Task RegisterAsync(CancellationToken cancellationToken) => _retry.RunAsync(
        "registering the writer",
        token => _session.UseAsync(
            async (connection, t) =>
            {
                await using var command = new NpgsqlCommand(
                    """
                    WITH forgotten AS (DELETE FROM writer_commits WHERE committed_at < now() - interval '90 days')
                    INSERT INTO writer_commits (writer, commit_no) VALUES ($1, 0) ON CONFLICT DO NOTHING
                    """,
                    connection);
                command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = _writer });
                return await command.ExecuteNonQueryAsync(t);
            },
            token),
        cancellationToken);

    /// <summary>
    /// Runs a commit without rows and rolls it back, so that client and server compile the code of a commit before the first one.
    /// Call it while the process waits for something else. Errors are only logged: the first commit meets and reports them.
    /// </summary>
    /// <param name="batch">A batch without rows, with the views of the pipeline.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether it ran without an error.</returns>
    internal async Task<bool> PrepareAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            await _session.UseAsync(
                async (connection, token) =>
                {
                    await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(token);
                    await using NpgsqlCommand command = CommitCommand.Create(
                        connection, _writer, _lastCommit + 1, _serviceId, batch, closesWindows: false);
                    object? result = await command.ExecuteScalarAsync(token);
                    await transaction.RollbackAsync(token);
                    return result;
                },
                cancellationToken);
            return true;
        }
        catch (Exception e) when (
            DatabaseErrors.IsInfrastructure(e) || e is OperationCanceledException or InvalidOperationException)
        {
            _logger.CommitNotPrepared(e.Message);
            return false;
        }
    }

    /// <summary>
    /// Writes a batch; retries as long as the database is unavailable. The outcome is certain: the whole batch was
    /// written, or the whole batch was rejected.
    /// </summary>
    /// <exception cref="ServiceResetException">The service was reset while this process was running.</exception>
    /// <exception cref="PipelineReplacedException">Another pipeline has replaced the one of this process.</exception>
    /// <exception cref="OperationCanceledException">
    /// The commit was cancelled. Its outcome is unknown, and this writer cannot be used any more.
    /// </exception>
    /// <exception cref="InvalidOperationException">An earlier commit was cancelled, or is still running.</exception>
    public async Task<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);

        // A cancelled commit has the same number as this one: if it is in the database, it would be mistaken for this one.
        if (_lacksVerdict)
        {
            throw new InvalidOperationException(
                "The outcome of an earlier commit of this writer is unknown. Create a new writer and read the rows again.");
        }

        if (CommitSize.Of(batch) > CommitSize.Largest)
        {
            return RefuseToSend(batch);
        }

        _lacksVerdict = true;
        long started = _time.GetTimestamp();
        long number = _lastCommit + 1;
        bool unsettled = false;
        bool isTooLarge = false;
        TimeSpan statementTime = _statementTime;
        (IReadOnlyList<int> rejected, IReadOnlyList<int> refused) = await _retry.RunAsync(
            "a commit",
            async token =>
            {
                if (unsettled && await HappenedAsync(number, token))
                {
                    // Which steps it refused was in the answer that was lost.
                    return ([], [.. Enumerable.Range(0, batch.Steps.Count)]);
                }

                try
                {
                    return await AttemptAsync(batch, number, statementTime, token);
                }
                catch (PostgresException e) when (DatabaseErrors.IsTooLarge(e) && CanBeDivided(batch))
                {
                    // The server has rolled the attempt back, so the number is still free.
                    _logger.CommitTooLarge(
                        number, batch.Users.Count, batch.DeadLetters.Count, CommitSize.Of(batch), e.MessageText);
                    isTooLarge = true;
                    return ([], []);
                }
                catch (Exception e) when (DatabaseErrors.IsTransient(e))
                {
                    unsettled = true;
                    Volatile.Write(
                        ref _failure, new CommitFailure(_failure?.Since ?? _time.GetUtcNow(), DatabaseErrors.Describe(e)));
                    if (e is NpgsqlException { InnerException: TimeoutException })
                    {
                        statementTime = statementTime * 2 < MaxStatementTime ? statementTime * 2 : MaxStatementTime;
                    }

                    throw;
                }
            },
            cancellationToken);
        _lacksVerdict = false;
        Volatile.Write(ref _failure, null);

        if (rejected.Count == 0)
        {
            _lastCommit = isTooLarge ? _lastCommit : number;
        }
        else
        {
            _logger.CommitRejected(number, rejected.Count, batch.Users.Count, batch.Users[rejected[0]].UserId);
        }

        return new CommitOutcome(rejected, _time.GetElapsedTime(started), isTooLarge) { RefusedSteps = refused };
    }

    private static bool CanBeDivided(CommitBatch batch) => batch.Users.Count + batch.DeadLetters.Count > 1;

    // A statement above the server's limit makes the server close the connection, and larger ones cannot even be expressed.
    private CommitOutcome RefuseToSend(CommitBatch batch)
    {
        long bytes = CommitSize.Of(batch);
        if (!CanBeDivided(batch))
        {
            throw new InvalidOperationException(
                (batch.Users.Count == 1 ? $"The state of user '{batch.Users[0].UserId}'" : "A dead letter") +
                $" has {bytes} bytes. The database stores at most {CommitSize.Largest} bytes in one statement. Lower " +
                "Pathway:Windows:MaxOpenPerUser, or the largest message of the source.");
        }

        _logger.CommitTooLarge(
            _lastCommit + 1, batch.Users.Count, batch.DeadLetters.Count, bytes, "larger than a statement may be");
        return new CommitOutcome([], TimeSpan.Zero, IsTooLarge: true);
    }

    private async Task<(IReadOnlyList<int> Rejected, IReadOnlyList<int> Refused)> AttemptAsync(
        CommitBatch batch, long number, TimeSpan statementTime, CancellationToken cancellationToken)
    {
        try
        {
            int[] refused = await _session.UseAsync(
                async (connection, token) =>
                {
                    await using NpgsqlCommand command = CommitCommand.Create(
                        connection, _writer, number, _serviceId, batch, ClosesWindows);
                    command.CommandTimeout = (int)Math.Ceiling(statementTime.TotalSeconds);
                    return (int[])(await command.ExecuteScalarAsync(token))!;
                },
                cancellationToken);
            return ([], refused);
        }
        catch (PostgresException e) when (e.SqlState == VersionConflict)
        {
            IReadOnlyList<int> moved = await ConflictFinder.FindAsync(_session, _serviceId, batch.Users, cancellationToken);

            // None found: the conflicting row was deleted in the meantime, so the next attempt may succeed.
            return moved.Count > 0
                ? (moved, [])
                : throw new NpgsqlException("The commit was rejected, but no row has another version any more.", e);
        }
        catch (PostgresException e) when (e.SqlState == InputFinished)
        {
            IReadOnlyList<int> late = await ConflictFinder.FindFinishedAsync(_session, batch.Users, cancellationToken);
            return late.Count > 0
                ? (late, [])
                : throw new NpgsqlException("The commit was rejected, but its inputs are no longer recorded as finished.", e);
        }
        catch (PostgresException e) when (e.SqlState == NumberTaken)
        {
            throw new NpgsqlException("An earlier attempt of this commit has succeeded.", e);
        }
        catch (PostgresException e) when (e.SqlState == PipelineReplacedException.SqlState
            || (batch.Views is not null && IsViewGone(e)))
        {
            throw new PipelineReplacedException(_serviceId, e);
        }
        catch (PostgresException e) when (e.SqlState is NotRegistered or PostgresErrorCodes.UndefinedTable
            or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InvalidSchemaName)
        {
            throw WasReset(e);
        }
    }

    // The statement names the type of each view's table, so that it fails before the pipeline is compared.
    private static bool IsViewGone(PostgresException e) => e.SqlState is PostgresErrorCodes.UndefinedObject
        || (e.SqlState == PostgresErrorCodes.UndefinedFunction
            && e.MessageText.Contains(".pathway_write_view(", StringComparison.Ordinal));

    private ServiceResetException WasReset(PostgresException e) => new(
        $"The tables of service '{_serviceId}' were reset while this process was writing to them. " +
        "Its state in memory is invalid: restart the process.",
        e);

    // FOR UPDATE: if the server is still executing the lost attempt, this waits until it has ended.
    private async Task<bool> HappenedAsync(long number, CancellationToken cancellationToken)
    {
        try
        {
            bool happened = await _session.UseAsync(
                async (connection, token) =>
                {
                    await using var command = new NpgsqlCommand(
                        "SELECT commit_no FROM writer_commits WHERE writer = $1 FOR UPDATE", connection);
                    command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = _writer });
                    return await command.ExecuteScalarAsync(token) is long last && last >= number;
                },
                cancellationToken);
            _logger.CommitSettled(number, happened ? "happened" : "did not happen");
            return happened;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable)
        {
            throw WasReset(e);
        }
    }
}

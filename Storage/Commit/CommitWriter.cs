using Microsoft.Extensions.Logging;
using Npgsql;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Commit;

/// <summary>
/// A process's one writer. Each commit carries the next number of this writer and writes that number in its own
/// transaction, so that after a lost connection the writer can ask whether the commit happened before it goes
/// on. One commit at a time.
/// </summary>
public sealed class CommitWriter
{
    private const string VersionConflict = "PW001";
    private const string NumberTaken = "PW002";
    private const string NotRegistered = "PW003";
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

    /// <param name="session">The writer's own connection.</param>
    /// <param name="retry">How often failed attempts are repeated.</param>
    /// <param name="options">Service id and time-outs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Receives rejected and settled commits.</param>
    public CommitWriter(
        DatabaseSession session, DatabaseRetry retry, Configuration.DatabaseOptions options, TimeProvider time, ILogger<CommitWriter> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _session = session;
        _retry = retry;
        _serviceId = options.ServiceId;
        _statementTime = options.CommandTimeout;
        _time = time;
        _logger = logger;
    }

    /// <summary>Makes this writer known. Call once, after the schema is up to date, before the first commit.</summary>
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
    /// Writes a batch, trying for as long as the database is away. The answer is certain: written as a whole,
    /// or rejected as a whole.
    /// </summary>
    /// <exception cref="ServiceResetException">Somebody reset the service under this process.</exception>
    /// <exception cref="OperationCanceledException">
    /// Given up; whether it was written is unknown then, and this writer is of no more use.
    /// </exception>
    /// <exception cref="InvalidOperationException">An earlier commit was given up, or still runs.</exception>
    public async Task<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);

        // The given-up commit has this one's number: found in the database, it would be taken for this one.
        if (_lacksVerdict)
        {
            throw new InvalidOperationException("An earlier commit of this writer has no verdict. Make a new writer, and read the rows again.");
        }

        _lacksVerdict = true;
        long started = _time.GetTimestamp();
        long number = _lastCommit + 1;
        bool unsettled = false;
        TimeSpan statementTime = _statementTime;
        IReadOnlyList<int> rejected = await _retry.RunAsync(
            "a commit",
            async token =>
            {
                if (unsettled && await HappenedAsync(number, token))
                {
                    return [];
                }

                try
                {
                    return await AttemptAsync(batch, number, statementTime, token);
                }
                catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
                {
                    unsettled = true;
                    if (e is NpgsqlException { InnerException: TimeoutException })
                    {
                        statementTime = statementTime * 2 < MaxStatementTime ? statementTime * 2 : MaxStatementTime;
                    }

                    throw;
                }
            },
            cancellationToken);
        _lacksVerdict = false;

        if (rejected.Count == 0)
        {
            _lastCommit = number;
        }
        else
        {
            _logger.CommitRejected(number, rejected.Count, batch.Users.Count, batch.Users[rejected[0]].UserId);
        }

        return new CommitOutcome(rejected, _time.GetElapsedTime(started));
    }

    private async Task<IReadOnlyList<int>> AttemptAsync(CommitBatch batch, long number, TimeSpan statementTime, CancellationToken cancellationToken)
    {
        try
        {
            await _session.UseAsync(
                async (connection, token) =>
                {
                    await using NpgsqlCommand command = CommitCommand.Create(connection, _writer, number, _serviceId, batch);
                    command.CommandTimeout = (int)Math.Ceiling(statementTime.TotalSeconds);
                    return await command.ExecuteNonQueryAsync(token);
                },
                cancellationToken);
            return [];
        }
        catch (PostgresException e) when (e.SqlState == VersionConflict)
        {
            IReadOnlyList<int> moved = await ConflictFinder.FindAsync(_session, _serviceId, batch.Users, cancellationToken);

            // None found: the row that was in the way went away again, so the next attempt may pass.
            return moved.Count > 0 ? moved : throw new NpgsqlException("A conflicting row was gone when it was looked for.", e);
        }
        catch (PostgresException e) when (e.SqlState == NumberTaken)
        {
            throw new NpgsqlException("An earlier attempt at this commit happened after all.", e);
        }
        catch (PostgresException e) when (e.SqlState == NotRegistered)
        {
            throw new ServiceResetException(
                $"The tables of service '{_serviceId}' were reset while this process was writing to them. " +
                "Its state in memory is void: start it again.",
                e);
        }
    }

    // FOR UPDATE: where the server is still busy with the lost attempt, this waits for its end.
    private Task<bool> HappenedAsync(long number, CancellationToken cancellationToken) => _session.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand("SELECT commit_no FROM writer_commits WHERE writer = $1 FOR UPDATE", connection);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = _writer });
            bool happened = await command.ExecuteScalarAsync(token) is long last && last >= number;
            _logger.CommitSettled(number, happened ? "happened" : "did not happen");
            return happened;
        },
        cancellationToken);
}

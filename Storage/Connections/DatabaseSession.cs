using Npgsql;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Storage.Connections;

/// <summary>
/// One physical connection. It is opened on first use, used by one caller at a time, and reopened after it broke. A
/// process has a fixed number of sessions and no pool, so its number of connections is constant.
/// </summary>
public sealed class DatabaseSession : IAsyncDisposable
{
    private const string HostRecheckKeyword = "Host Recheck Seconds";

    private readonly string _connectionString;
    private readonly SemaphoreSlim _turn = new(1);
    private NpgsqlConnection? _connection;

    /// <param name="options">The database; validated.</param>
    /// <param name="applicationName">The name shown in <c>pg_stat_activity</c>; begins with <c>pathway</c>.</param>
    public DatabaseSession(DatabaseOptions options, string applicationName)
    {
        ArgumentNullException.ThrowIfNull(options);
        Schema = ServiceId.Schema(options.ServiceId);
        NpgsqlConnectionStringBuilder settings = ConnectionSettings.Create(options, applicationName);
        settings.Pooling = false;
        settings.CommandTimeout = (int)Math.Ceiling(options.CommandTimeout.TotalSeconds);
        // If there are several hosts, Npgsql would leave out for ten seconds those that failed last, and not say why.
        if (!settings.ShouldSerialize(HostRecheckKeyword))
        {
            settings.HostRecheckSeconds = 0;
        }

        // A commit is one command with many rows: with the default of 8 kB it would need thousands of socket writes.
        settings.WriteBufferSize = 64 * 1024;
        settings.ReadBufferSize = 64 * 1024;
        _connectionString = settings.ConnectionString;
    }

    /// <summary>The schema of the tables.</summary>
    public string Schema { get; }

    /// <summary>Whether a connection is open now.</summary>
    public bool IsOpen => _connection is { State: System.Data.ConnectionState.Open };

    /// <summary>Runs work on the connection. If it throws, the next caller still gets a usable connection.</summary>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await work(await OpenAsync(cancellationToken), cancellationToken);
        }
        catch (PostgresException e) when (e.InvariantSeverity is "ERROR" && !DatabaseErrors.IsOnStandby(e))
        {
            // Only the statement failed; the connection can be used further.
            throw;
        }
        catch
        {
            await CloseAsync();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Runs work that only reads. If the connection was open before and turns out to be lost, for instance because a firewall
    /// has cut it while it was idle, the work runs once more on a new one.
    /// </summary>
    public async Task<T> ReadAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        bool wasOpen = IsOpen;
        try
        {
            return await UseAsync(work, cancellationToken);
        }
        catch (Exception e) when (wasOpen && DatabaseErrors.IsLostConnection(e))
        {
            return await UseAsync(work, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _turn.Dispose();
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (IsOpen)
        {
            return _connection!;
        }

        await CloseAsync();
        var connection = new NpgsqlConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await SessionSchema.VerifyAsync(connection, Schema, cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        return _connection = connection;
    }

    private async Task CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}

using Npgsql;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Storage.Connections;

/// <summary>
/// One physical connection, opened when it is first needed, used by one caller at a time, and opened anew after
/// it broke. A process has a fixed number of these and no pool, so its connections cannot multiply.
/// </summary>
public sealed class DatabaseSession : IAsyncDisposable
{
    private readonly string _connectionString;
    private readonly SemaphoreSlim _turn = new(1);
    private NpgsqlConnection? _connection;

    /// <param name="options">Where to connect; validated.</param>
    /// <param name="applicationName">What <c>pg_stat_activity</c> shows; begins with <c>pathway</c>.</param>
    public DatabaseSession(DatabaseOptions options, string applicationName)
    {
        ArgumentNullException.ThrowIfNull(options);
        Schema = ServiceId.Schema(options.ServiceId);
        NpgsqlConnectionStringBuilder settings = ConnectionSettings.Create(options, applicationName);
        settings.Pooling = false;
        settings.CommandTimeout = (int)Math.Ceiling(options.CommandTimeout.TotalSeconds);
        // One command, many rows: the default 8 kB would mean thousands of writes for a commit.
        settings.WriteBufferSize = 64 * 1024;
        settings.ReadBufferSize = 64 * 1024;
        _connectionString = settings.ConnectionString;
    }

    /// <summary>The schema in which this session finds the tables.</summary>
    public string Schema { get; }

    /// <summary>Whether a connection is open now.</summary>
    public bool IsOpen => _connection is { State: System.Data.ConnectionState.Open };

    /// <summary>Runs one piece of work on the connection. Whatever it throws, the next caller gets a usable connection.</summary>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await work(await OpenAsync(cancellationToken), cancellationToken);
        }
        catch (PostgresException e) when (e.InvariantSeverity is "ERROR")
        {
            // The statement failed; the connection is fine.
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
        _connection = new NpgsqlConnection(_connectionString);
        await _connection.OpenAsync(cancellationToken);
        return _connection;
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

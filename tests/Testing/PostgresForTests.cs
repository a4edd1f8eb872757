using System.Globalization;
using Npgsql;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Testing;

/// <summary>An empty database for one test, on a server that all tests of the process share.</summary>
public sealed class PostgresForTests : IAsyncDisposable
{
    private static readonly Lazy<Task<PrivatePostgres>> Shared = new(StartSharedAsync);

    private readonly PrivatePostgres _server;

    // Tests poll. A connection for each query costs much more processor time than the query.
    private readonly NpgsqlDataSource _queries;

    private PostgresForTests(PrivatePostgres server, string database)
    {
        _server = server;
        Database = database;
        _queries = NpgsqlDataSource.Create(Settings());
    }

    public string Database { get; }

    /// <summary>The server's port on 127.0.0.1, as the target of a proxy.</summary>
    public int Port => _server.Port;

    /// <summary>The address of the database, as a value of <c>Pathway:Database:ConnectionString</c>.</summary>
    public string Url => _server.Url(Database);

    /// <summary>
    /// The database on the shared server. Tests that stop a server use a <see cref="PrivatePostgres"/> instead.
    /// </summary>
    public static async Task<PostgresForTests> CreateAsync() => await CreateOnAsync(await Shared.Value);

    /// <summary>A database on a given server.</summary>
    public static async Task<PostgresForTests> CreateOnAsync(PrivatePostgres server)
    {
        ArgumentNullException.ThrowIfNull(server);
        string database = $"test_{Guid.NewGuid():n}";
        await server.CreateDatabaseAsync(database);
        return new PostgresForTests(server, database);
    }

    /// <summary>The first database of a server, with the name, user and password of the deployments.</summary>
    public static PostgresForTests DefaultOn(PrivatePostgres server) => new(server, PrivatePostgres.DefaultDatabase);

    /// <summary>The address of the same database through another port, such as that of a proxy.</summary>
    public string UrlThrough(int port) =>
        $"postgresql://{PrivatePostgres.User}:{PrivatePostgres.Password}@127.0.0.1:{port}/{Database}";

    /// <summary>Opens a connection that is independent of the code under test.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        NpgsqlConnectionStringBuilder settings = Settings();
        settings.Pooling = false;
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using NpgsqlConnection connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row.</summary>
    public Task<T> ScalarAsync<T>(string sql) => QueryAsync(
        sql,
        async command => (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"No row: {sql}")));

    /// <summary>All rows, with columns joined by <c>|</c> and null as <c>null</c>.</summary>
    public Task<string[]> RowsAsync(string sql) => QueryAsync(sql, async command =>
    {
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i =>
                reader.IsDBNull(i) ? "null" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return rows.ToArray();
    });

    /// <summary>Runs <c>pg_dump</c> into a file; the engines may run meanwhile.</summary>
    public Task BackUpAsync(string file) => _server.RunClientAsync("pg_dump", Database, ["--file", file]);

    /// <summary>Deletes the contents of the database and restores the result of <see cref="BackUpAsync"/>.</summary>
    public async Task RestoreAsync(string file)
    {
        await _server.DropDatabaseAsync(Database);
        await _server.CreateDatabaseAsync(Database);
        await _server.RunClientAsync(
            "psql", Database, ["--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1", "--file", file]);
    }

    public async ValueTask DisposeAsync()
    {
        await _queries.DisposeAsync();

        // A test that stopped its own server, or that uses the server's first database, drops the whole server.
        if (_server.ServerProcessId is not null && Database != PrivatePostgres.DefaultDatabase)
        {
            await _server.DropDatabaseAsync(Database);
        }
    }

    private async Task<T> QueryAsync<T>(string sql, Func<NpgsqlCommand, Task<T>> read)
    {
        for (bool isFirst = true; ; isFirst = false)
        {
            try
            {
                await using NpgsqlCommand command = _queries.CreateCommand(sql);
                return await read(command);
            }
            catch (NpgsqlException e) when (isFirst && e.IsTransient)
            {
                // The test has restarted the server or terminated its connections since the last query.
                _queries.Clear();
            }
        }
    }

    private NpgsqlConnectionStringBuilder Settings() =>
        new(_server.ConnectionString(Database)) { ApplicationName = "test" };

    private static async Task<PrivatePostgres> StartSharedAsync()
    {
        PrivatePostgres server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = false });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait();
        return server;
    }
}

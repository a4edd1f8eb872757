using Npgsql;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Testing;

/// <summary>A database of this test's own, empty, on a server that all tests of the process share.</summary>
public sealed class PostgresForTests : IAsyncDisposable
{
    private static readonly Lazy<Task<PrivatePostgres>> Shared = new(StartSharedAsync);

    private readonly PrivatePostgres _server;

    private PostgresForTests(PrivatePostgres server, string database)
    {
        _server = server;
        Database = database;
    }

    public string Database { get; }

    /// <summary>The server's port on 127.0.0.1, for a proxy in front of it.</summary>
    public int Port => _server.Port;

    /// <summary>The database's address, as <c>Pathway:Database:ConnectionString</c> takes it.</summary>
    public string Url => _server.Url(Database);

    /// <summary>The database on the shared server. Whoever stops a server starts a <see cref="PrivatePostgres"/> instead.</summary>
    public static async Task<PostgresForTests> CreateAsync() => await CreateOnAsync(await Shared.Value);

    /// <summary>A database on a given server.</summary>
    public static async Task<PostgresForTests> CreateOnAsync(PrivatePostgres server)
    {
        ArgumentNullException.ThrowIfNull(server);
        string database = $"test_{Guid.NewGuid():n}";
        await server.CreateDatabaseAsync(database);
        return new PostgresForTests(server, database);
    }

    /// <summary>A server's own first database: of the name, user and password that deployments are set up with.</summary>
    public static PostgresForTests DefaultOn(PrivatePostgres server) => new(server, PrivatePostgres.DefaultDatabase);

    /// <summary>The same database through another port, such as a proxy's.</summary>
    public string UrlThrough(int port) =>
        $"postgresql://{PrivatePostgres.User}:{PrivatePostgres.Password}@127.0.0.1:{port}/{Database}";

    /// <summary>A connection that the code under test has nothing to do with.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var settings = new NpgsqlConnectionStringBuilder(_server.ConnectionString(Database))
        {
            Pooling = false,
            ApplicationName = "test",
        };
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
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using NpgsqlConnection connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"No row: {sql}"));
    }

    /// <summary>All rows, columns joined by <c>|</c>, null as <c>null</c>: easy to compare.</summary>
    public async Task<string[]> RowsAsync(string sql)
    {
        await using NpgsqlConnection connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i =>
                reader.IsDBNull(i) ? "null" : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        }

        return [.. rows];
    }

    /// <summary><c>pg_dump</c> into a file, as one does while everything runs.</summary>
    public Task BackUpAsync(string file) => _server.RunClientAsync("pg_dump", Database, ["--file", file]);

    /// <summary>Throws away what is there, and restores what <see cref="BackUpAsync"/> wrote.</summary>
    public async Task RestoreAsync(string file)
    {
        await _server.DropDatabaseAsync(Database);
        await _server.CreateDatabaseAsync(Database);
        await _server.RunClientAsync("psql", Database, ["--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1", "--file", file]);
    }

    public async ValueTask DisposeAsync()
    {
        // A test that stopped its own server, or uses its first database, drops the whole server.
        if (_server.ServerProcessId is not null && Database != PrivatePostgres.DefaultDatabase)
        {
            await _server.DropDatabaseAsync(Database);
        }
    }

    private static async Task<PrivatePostgres> StartSharedAsync()
    {
        PrivatePostgres server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = false });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait();
        return server;
    }
}

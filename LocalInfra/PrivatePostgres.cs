using System.Globalization;
using Npgsql;

namespace PathwayOrleans.LocalInfra;

/// <summary>
/// A Postgres cluster of our own on loopback: user <c>user</c>, password <c>password</c>, database <c>db</c>. It
/// ends with this process, even if that is killed; what then stays behind in the file system is cleaned up by
/// whoever starts one next.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    public const string User = "user";
    public const string Password = "password";
    public const string DefaultDatabase = "db";

    private const string MaintenanceDatabase = "postgres";
    private const int PortAttempts = 5;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    private readonly PrivatePostgresOptions _options;
    private readonly PostgresBinaries _binaries;
    private readonly ClusterFolder _folder;
    private PostgresServer? _server;
    private bool _disposed;

    private PrivatePostgres(PrivatePostgresOptions options, PostgresBinaries binaries, ClusterFolder folder)
    {
        _options = options;
        _binaries = binaries;
        _folder = folder;
    }

    /// <summary>The port on 127.0.0.1; it stays the same over stops and starts.</summary>
    public int Port { get; private set; }

    /// <summary>The folder of the data and the log.</summary>
    public string Directory => _folder.Root;

    /// <summary>The server's process; null while it is stopped.</summary>
    public int? ServerProcessId => _server?.ProcessId;

    /// <summary>The end of what the server logged since it was started last; empty while it is stopped.</summary>
    public string LogTail => _server?.LogTail() ?? "";

    /// <summary>
    /// Starts a cluster, a new one or a kept one of before, and returns when it accepts connections. Also stops
    /// servers and deletes temporary clusters whose owners were killed.
    /// </summary>
    /// <exception cref="ArgumentException">An option is refused.</exception>
    /// <exception cref="InvalidOperationException">
    /// Postgres is not installed, the folder cannot be used, or the server did not start; the message says what to do
    /// or has the end of the server's log.
    /// </exception>
    public static async Task<PrivatePostgres> StartAsync(
        PrivatePostgresOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new PrivatePostgresOptions();
        options.Validate();
        PostgresBinaries binaries = PostgresBinaries.Find();
        await ClusterReaper.ReapAsync(binaries, cancellation);

        ClusterFolder folder = await ClaimFolderAsync(options, binaries, cancellation);
        PrivatePostgres postgres = new(options, binaries, folder);
        try
        {
            await ClusterReaper.StopOrphanAsync(folder, binaries, cancellation);
            if (!System.IO.Directory.Exists(folder.Data))
            {
                await ClusterInitialization.RunAsync(binaries, folder, options.Durable, cancellation);
            }

            await postgres.StartServerAsync(cancellation);
            await postgres.CreateDefaultDatabaseAsync(cancellation);
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>How Npgsql reaches a database of this cluster.</summary>
    public string ConnectionString(string database = DefaultDatabase) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = User,
        Password = Password,
        Database = database,
    }.ConnectionString;

    /// <summary>The same as a URL.</summary>
    public string Url(string database = DefaultDatabase) =>
        string.Create(CultureInfo.InvariantCulture, $"postgresql://{User}:{Password}@127.0.0.1:{Port}/{Uri.EscapeDataString(database)}");

    /// <summary>Runs a client program of the server's version, such as <c>pg_dump</c> or <c>psql</c>, on a database; returns its standard output.</summary>
    /// <exception cref="InvalidOperationException">It is not there or failed; the message has what it said.</exception>
    public Task<string> RunClientAsync(string program, string database, IReadOnlyList<string> arguments, CancellationToken cancellation = default) =>
        CommandLineTool.RunAsync([_binaries.Client(program), "--dbname", Url(database), .. arguments], cancellation);

    /// <summary>Creates an empty database.</summary>
    /// <exception cref="PostgresException">It exists already.</exception>
    public Task CreateDatabaseAsync(string name, CancellationToken cancellation = default) =>
        ExecuteAsync($"CREATE DATABASE {Quoted(name)}", cancellation);

    /// <summary>Deletes a database if it exists, and ends the sessions that use it.</summary>
    public Task DropDatabaseAsync(string name, CancellationToken cancellation = default) =>
        ExecuteAsync($"DROP DATABASE IF EXISTS {Quoted(name)} WITH (FORCE)", cancellation);

    /// <summary>Stops the server and returns when it has ended. The data stay.</summary>
    public async Task StopAsync(PostgresStop how = PostgresStop.Fast)
    {
        if (_server is { } server)
        {
            await server.StopAsync(how);
            server.Dispose();
            _server = null;
        }
    }

    /// <summary>Starts a stopped server on the same port; returns when it accepts connections.</summary>
    /// <exception cref="InvalidOperationException">It runs already, or did not start.</exception>
    public Task StartAgainAsync(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _server is { HasExited: false }
            ? throw new InvalidOperationException($"The Postgres server on port {Port} runs already: stop it first.")
            : StartServerAsync(cancellation);
    }

    /// <summary>Stops the server; a temporary cluster is deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            await StopAsync(_folder.Temporary ? PostgresStop.Immediate : PostgresStop.Fast);
            if (_folder.Temporary)
            {
                _folder.Delete();
            }
        }
        finally
        {
            _folder.Dispose();
        }
    }

    private static async Task<ClusterFolder> ClaimFolderAsync(
        PrivatePostgresOptions options, PostgresBinaries binaries, CancellationToken cancellation)
    {
        if (options.Directory is { } directory)
        {
            return await ClusterFolder.ClaimAsync(directory, cancellation);
        }

        return options.Name is { } name
            ? await ClusterFolder.ClaimNamedAsync(name, await binaries.MajorVersionAsync(cancellation), cancellation)
            : await ClusterFolder.CreateTemporaryAsync(cancellation);
    }

    private static string Quoted(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private async Task StartServerAsync(CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            bool mayMove = Port == 0 && _options.Port == 0;
            int port = mayMove ? FreePort.Find() : Math.Max(Port, _options.Port);
            _server?.Dispose();
            _server = PostgresServer.Start(_binaries, _folder, Settings(port));
            try
            {
                await WaitUntilReadyAsync(_server, port, cancellation);
                Port = port;
                return;
            }
            catch (InvalidOperationException)
                when (mayMove && attempt < PortAttempts && _server.LogTail().Contains("could not bind", StringComparison.Ordinal))
            {
                // Somebody took the port in between.
            }
        }
    }

    private Dictionary<string, string> Settings(int port)
    {
        Dictionary<string, string> settings = new()
        {
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = "",
            ["port"] = port.ToString(CultureInfo.InvariantCulture),
            ["max_connections"] = _options.MaxConnections.ToString(CultureInfo.InvariantCulture),
            ["logging_collector"] = "off",
            ["log_destination"] = "stderr",
        };
        if (!_options.Durable)
        {
            // Commits still reach the operating system, so a crash of the server alone loses none.
            settings["fsync"] = "off";
            settings["full_page_writes"] = "off";
        }

        foreach ((string key, string value) in _options.Settings)
        {
            settings[key] = value;
        }

        return settings;
    }

    private async Task WaitUntilReadyAsync(PostgresServer server, int port, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_options.StartTimeout);
        string lastRefusal = "no connection was tried";
        while (true)
        {
            if (server.HasExited)
            {
                throw new InvalidOperationException(
                    $"The Postgres server for '{_folder.Root}' ended as it started on port {port}. Its log ends: {server.LogTail()}");
            }

            try
            {
                await using NpgsqlConnection connection = new(Maintenance(port));
                await connection.OpenAsync(patience.Token);
                return;
            }
            catch (NpgsqlException refused)
            {
                lastRefusal = refused.Message;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Reported below.
            }

            if (patience.IsCancellationRequested)
            {
                cancellation.ThrowIfCancellationRequested();
                throw new InvalidOperationException(
                    $"The Postgres server for '{_folder.Root}' accepted no connection on port {port} within {_options.StartTimeout} "
                    + $"({lastRefusal}). Its log ends: {server.LogTail()}");
            }

            await Task.Delay(PollInterval, cancellation);
        }
    }

    private async Task CreateDefaultDatabaseAsync(CancellationToken cancellation)
    {
        try
        {
            await CreateDatabaseAsync(DefaultDatabase, cancellation);
        }
        catch (PostgresException exists) when (exists.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // A kept cluster.
        }
    }

    private async Task ExecuteAsync(string statement, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await using NpgsqlConnection connection = new(Maintenance(Port));
        await connection.OpenAsync(cancellation);
        await using NpgsqlCommand command = new(statement, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Maintenance(int port) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = User,
        Password = Password,
        Database = MaintenanceDatabase,
        Pooling = false,

        // Not "pathway...": whoever counts the engine's connections must not count this one.
        ApplicationName = "local-infra",
    }.ConnectionString;
}

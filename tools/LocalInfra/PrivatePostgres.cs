using System.Globalization;
using Npgsql;

namespace PathwayOrleans.LocalInfra;

/// <summary>
/// A private Postgres cluster on loopback: user <c>user</c>, password <c>password</c>, database <c>db</c>. The server stops when
/// this process ends, even if it is killed. Files that remain then are removed by the next start of a private cluster.
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

    /// <summary>The port on 127.0.0.1; the same after a stop and a start.</summary>
    public int Port { get; private set; }

    /// <summary>The folder of the data and the log.</summary>
    public string Directory => _folder.Root;

    /// <summary>The server's process id; null while it is stopped.</summary>
    public int? ServerProcessId => _server?.ProcessId;

    /// <summary>The end of the server's log since its last start; empty while it is stopped.</summary>
    public string LogTail => _server?.LogTail() ?? "";

    /// <summary>
    /// Starts a new or a kept cluster and returns when it accepts connections. Also stops servers and deletes temporary clusters
    /// whose owners were killed.
    /// </summary>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    /// <exception cref="InvalidOperationException">
    /// Postgres is not installed, the folder cannot be used, or the server did not start; the message has the remedy or the end
    /// of the server's log.
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

    /// <summary>The Npgsql connection string of a database.</summary>
    public string ConnectionString(string database = DefaultDatabase) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = User,
        Password = Password,
        Database = database,
    }.ConnectionString;

    /// <summary>The address of a database as a URL.</summary>
    public string Url(string database = DefaultDatabase) =>
        string.Create(
            CultureInfo.InvariantCulture, $"postgresql://{User}:{Password}@127.0.0.1:{Port}/{Uri.EscapeDataString(database)}");

    /// <summary>
    /// Runs a client program of the server's version, such as <c>pg_dump</c> or <c>psql</c>, on a database. Returns its standard
    /// output.
    /// </summary>
    /// <exception cref="InvalidOperationException">The program is missing or failed; the message has its output.</exception>
    public Task<string> RunClientAsync(
        string program, string database, IReadOnlyList<string> arguments, CancellationToken cancellation = default) =>
        CommandLineTool.RunAsync([_binaries.Client(program), "--dbname", Url(database), .. arguments], cancellation);

    /// <summary>Creates an empty database.</summary>
    /// <exception cref="PostgresException">The database already exists.</exception>
    public Task CreateDatabaseAsync(string name, CancellationToken cancellation = default) =>
        ExecuteAsync($"CREATE DATABASE {Quoted(name)}", cancellation);

    /// <summary>Deletes a database if it exists, and ends its sessions.</summary>
    public Task DropDatabaseAsync(string name, CancellationToken cancellation = default) =>
        ExecuteAsync($"DROP DATABASE IF EXISTS {Quoted(name)} WITH (FORCE)", cancellation);

    /// <summary>Stops the server and returns when it has ended. The data are kept.</summary>
    public async Task StopAsync(PostgresStop how = PostgresStop.Fast)
    {
        if (_server is { } server)
        {
            await server.StopAsync(how);
            server.Dispose();
            _server = null;
        }
    }

    /// <summary>Starts a stopped server on the same port. Returns when it accepts connections.</summary>
    /// <exception cref="InvalidOperationException">The server is running, or did not start.</exception>
    public Task StartAgainAsync(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _server is { HasExited: false }
            ? throw new InvalidOperationException($"The Postgres server on port {Port} is already running. Stop it first.")
            : StartServerAsync(cancellation);
    }

    /// <summary>Stops the server and deletes a temporary cluster.</summary>
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
            bool isAnyPort = Port == 0 && _options.Port == 0;
            int port = isAnyPort ? FreePort.Find() : Math.Max(Port, _options.Port);
            _server?.Dispose();
            _server = PostgresServer.Start(_binaries, _folder, Settings(port));
            try
            {
                await WaitUntilReadyAsync(_server, port, cancellation);
                Port = port;
                return;
            }
            catch (InvalidOperationException)
                when (isAnyPort
                    && attempt < PortAttempts && _server.LogTail().Contains("could not bind", StringComparison.Ordinal))
            {
                // Another process took the port meanwhile: try another one.
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
            // Commits still reach the operating system, so a crash of the server alone loses no data.
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
                    $"The Postgres server for '{_folder.Root}' ended while starting on port {port}. End of its log: " +
                    $"{server.LogTail()}");
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
                    $"The Postgres server for '{_folder.Root}' accepted no connection on port {port} within " +
                    $"{_options.StartTimeout} "
                    + $"({lastRefusal}). End of its log: {server.LogTail()}");
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

        // Without the prefix "pathway", so that counts of the engine's connections do not include this one.
        ApplicationName = "local-infra",
    }.ConnectionString;
}

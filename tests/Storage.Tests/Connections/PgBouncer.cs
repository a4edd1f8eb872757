using System.Globalization;
using Npgsql;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Storage.Tests.Connections;

/// <summary>A PgBouncer in front of the server of a test database. It is killed when this object is disposed.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"];

    private readonly FolderForTests _folder;
    private readonly ChildProcess _process;

    private PgBouncer(FolderForTests folder, ChildProcess process, int port)
    {
        _folder = folder;
        _process = process;
        Port = port;
    }

    internal int Port { get; }

    /// <summary>Starts it; skips the test if it is not installed.</summary>
    /// <param name="database">The database.</param>
    /// <param name="mode">The value of <c>pool_mode</c>.</param>
    /// <param name="ignored">The value of <c>ignore_startup_parameters</c>.</param>
    internal static async Task<PgBouncer> StartAsync(PostgresForTests database, string mode, string ignored)
    {
        string? program = Array.Find(Places, File.Exists);
        Assert.SkipWhen(program is null, "PgBouncer is not installed (Debian: apt-get install pgbouncer).");
        int port = FreePort.Find();
        var folder = new FolderForTests();
        string settings = folder.Write("pgbouncer.ini", string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            * = host=127.0.0.1 port={database.Port} user={PrivatePostgres.User} password={PrivatePostgres.Password}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = {mode}
            ignore_startup_parameters = {ignored}
            """));
        ChildProcess process = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = program!,

            // It does not run as root.
            Arguments = Environment.IsPrivilegedProcess ? ["-u", "nobody", settings] : [settings],
        });
        var started = new PgBouncer(folder, process, port);
        try
        {
            await Eventually.SucceedsAsync(
                () => process.HasExited
                    ? throw new InvalidOperationException($"PgBouncer has ended: {process.OutputTail}")
                    : AcceptsAsync(database, port),
                "PgBouncer to accept connections");
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<bool> AcceptsAsync(PostgresForTests database, int port)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = PrivatePostgres.User,
            Password = PrivatePostgres.Password,
            Database = database.Database,
            Pooling = false,
        };
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}

using Npgsql;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.LocalInfra.Tests;

[Trait("Tier", "Slow")]
public sealed class PrivatePostgresTests
{
    private static readonly PrivatePostgresOptions Quick = new() { Durable = false };

    [Theory]
    [InlineData(PostgresStop.Immediate, true)]
    [InlineData(PostgresStop.Immediate, false)]
    [InlineData(PostgresStop.Fast, true)]
    public async Task Committed_data_survive_a_stop(PostgresStop how, bool durable)
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(Quick with { Durable = durable });
        int port = postgres.Port;
        await Sql.RunAsync(postgres.ConnectionString(), "CREATE TABLE t AS SELECT generate_series(1, 1000) AS n");

        await postgres.StopAsync(how);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Sql.RunAsync(postgres.ConnectionString(), "SELECT 1"));
        await postgres.StartAgainAsync();

        Assert.Equal(port, postgres.Port);
        Assert.Equal(1000L, await Sql.RunAsync(postgres.ConnectionString(), "SELECT count(*) FROM t"));
        Assert.Equal(durable ? "on" : "off", await Sql.RunAsync(postgres.ConnectionString(), "SHOW fsync"));
    }

    [Fact]
    public async Task Names_and_settings_are_applied_and_the_server_listens_on_loopback_only()
    {
        PrivatePostgresOptions options = Quick with
        {
            MaxConnections = 17,
            Settings = new Dictionary<string, string> { ["work_mem"] = "7MB" },
        };
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(options);
        string database = postgres.ConnectionString();

        Assert.Equal($"postgresql://user:password@127.0.0.1:{postgres.Port}/db", postgres.Url());
        Assert.Equal("user@db", await Sql.RunAsync(database, "SELECT current_user || '@' || current_database()"));
        Assert.Equal("17", await Sql.RunAsync(database, "SHOW max_connections"));
        Assert.Equal("7MB", await Sql.RunAsync(database, "SHOW work_mem"));
        Assert.Equal("127.0.0.1", await Sql.RunAsync(database, "SHOW listen_addresses"));
        Assert.Equal("", await Sql.RunAsync(database, "SHOW unix_socket_directories"));
        await Assert.ThrowsAsync<PostgresException>(() =>
            Sql.RunAsync(database.Replace("Password=password", "Password=wrong", StringComparison.Ordinal), "SELECT 1"));
    }

    [Fact]
    public async Task A_database_can_be_dropped_while_it_is_used()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(Quick);
        await postgres.CreateDatabaseAsync("odd \"name");
        await using NpgsqlConnection user = new(postgres.ConnectionString("odd \"name"));
        await user.OpenAsync();

        await postgres.DropDatabaseAsync("odd \"name");
        await postgres.DropDatabaseAsync("never there");

        Assert.Equal(
            0L, await Sql.RunAsync(postgres.ConnectionString(), "SELECT count(*) FROM pg_database WHERE datname LIKE 'odd%'"));
    }

    [Fact]
    public async Task A_temporary_cluster_leaves_nothing_behind()
    {
        PrivatePostgres postgres = await PrivatePostgres.StartAsync(Quick);
        int server = postgres.ServerProcessId!.Value;

        await postgres.DisposeAsync();

        Assert.False(Directory.Exists(postgres.Directory));
        Assert.False(LivingProcess.Exists(server));
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task A_kept_cluster_is_reused_but_not_by_two_processes_at_once()
    {
        using TemporaryFolder folder = new();
        PrivatePostgresOptions kept = Quick with { Directory = folder.Path };
        await using (PrivatePostgres first = await PrivatePostgres.StartAsync(kept))
        {
            await Sql.RunAsync(first.ConnectionString(), "CREATE TABLE t AS SELECT 42 AS n");
            InvalidOperationException inUse = await Assert.ThrowsAsync<InvalidOperationException>(
                () => PrivatePostgres.StartAsync(kept));
            Assert.Contains($"in use by process {Environment.ProcessId}", inUse.Message, StringComparison.Ordinal);
        }

        await using PrivatePostgres again = await PrivatePostgres.StartAsync(kept);
        Assert.Equal(42, await Sql.RunAsync(again.ConnectionString(), "SELECT n FROM t"));
    }

    [Fact]
    public async Task The_second_cluster_of_a_name_gets_a_number()
    {
        string name = "test-" + Guid.NewGuid().ToString("n");
        PrivatePostgresOptions named = Quick with { Name = name };
        string firstFolder;
        string secondFolder;
        await using (PrivatePostgres first = await PrivatePostgres.StartAsync(named))
        await using (PrivatePostgres second = await PrivatePostgres.StartAsync(named))
        {
            (firstFolder, secondFolder) = (first.Directory, second.Directory);
            Assert.Contains($"{name}-2", secondFolder, StringComparison.Ordinal);
        }

        await using (PrivatePostgres again = await PrivatePostgres.StartAsync(named))
        {
            Assert.Equal(firstFolder, again.Directory);
        }

        Directory.Delete(firstFolder, recursive: true);
        Directory.Delete(secondFolder, recursive: true);
    }

    [Fact]
    public async Task Errors_have_a_remedy()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "mine"), "");
        InvalidOperationException foreign = await Assert.ThrowsAsync<InvalidOperationException>(
            () => PrivatePostgres.StartAsync(Quick with { Directory = folder.Path }));
        Assert.Contains("is not empty", foreign.Message, StringComparison.Ordinal);

        InvalidOperationException setting = await Assert.ThrowsAsync<InvalidOperationException>(
            () => PrivatePostgres.StartAsync(Quick with { Settings = new Dictionary<string, string> { ["no_such"] = "1" } }));
        Assert.Contains("no_such", setting.Message, StringComparison.Ordinal);

        await Assert.ThrowsAsync<ArgumentException>(() => PrivatePostgres.StartAsync(Quick with { Name = "../up" }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PrivatePostgres.StartAsync(Quick with { Port = 70_000 }));
    }
}

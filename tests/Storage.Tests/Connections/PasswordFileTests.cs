using Npgsql;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Storage.Tests.Connections;

/// <summary>A password that is replaced while a process runs.</summary>
public sealed class PasswordFileTests : IDisposable
{
    private readonly FolderForTests _folder = new();

    [Theory]
    [InlineData("postgresql://{0}@127.0.0.1:{1}/{2}?passfile={3}")]
    [InlineData("postgresql://{0}@127.0.0.1:1,127.0.0.1:{1}/{2}?passfile={3}")]
    [InlineData("Host=127.0.0.1;Port={1};Username={0};Database={2};Passfile={3}")]
    public async Task The_file_is_read_for_every_connection(string format)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string user = $"rotating_{Guid.NewGuid():n}";
        await database.ExecuteAsync($"CREATE ROLE {user} LOGIN PASSWORD 'first'");
        string file = Write($"127.0.0.1:{database.Port}:*:{user}:first\n");
        string address = string.Format(
            System.Globalization.CultureInfo.InvariantCulture, format, user, database.Port, database.Database, file);
        await using var session = new DatabaseSession(StorageProcess.OptionsFor(address), "pathway-session");
        int before = await BackendAsync(session);

        await database.ExecuteAsync($"ALTER ROLE {user} PASSWORD 'second'; SELECT pg_terminate_backend({before})");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => BackendAsync(session));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => BackendAsync(session));

        Write($"127.0.0.1:{database.Port}:*:{user}:second\n");
        Assert.NotEqual(before, await BackendAsync(session));
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string content)
    {
        string path = _folder.Write("pgpass", System.Text.Encoding.UTF8.GetBytes(content));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    private static Task<int> BackendAsync(DatabaseSession session) => session.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
            return (int)(await command.ExecuteScalarAsync(token))!;
        },
        CancellationToken.None);
}

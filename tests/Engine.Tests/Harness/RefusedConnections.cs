using PathwayOrleans.Testing;

namespace PathwayOrleans.Engine.Tests.Harness;

/// <summary>Ends all connections to a database and refuses new ones, until it is disposed.</summary>
internal sealed class RefusedConnections : IAsyncDisposable
{
    private readonly PostgresForTests _other;
    private readonly string _database;

    private RefusedConnections(PostgresForTests other, string database)
    {
        _other = other;
        _database = database;
    }

    internal static async Task<RefusedConnections> StartAsync(PostgresForTests database)
    {
        // A connection cannot do this with its own database.
        var refused = new RefusedConnections(await PostgresForTests.CreateAsync(), database.Database);
        await refused.AllowAsync(false);
        await refused._other.ExecuteAsync(
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database.Database}'");
        return refused;
    }

    public async ValueTask DisposeAsync()
    {
        await AllowAsync(true);
        await _other.DisposeAsync();
    }

    private Task AllowAsync(bool allow) => _other.ExecuteAsync($"ALTER DATABASE \"{_database}\" WITH ALLOW_CONNECTIONS {allow}");
}

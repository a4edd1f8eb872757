using Microsoft.Extensions.Options;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Standalone.Hosting;

/// <summary>All database connections of this process: one that writes and one that reads.</summary>
internal sealed class DatabaseSessions : IAsyncDisposable
{
    // Postgres cuts longer names off.
    private const int MaxApplicationName = 63;

    public DatabaseSessions(IOptions<DatabaseOptions> options)
    {
        Writer = new DatabaseSession(options.Value, ApplicationName("writer"));
        Reader = new DatabaseSession(options.Value, ApplicationName("reader"));
    }

    internal DatabaseSession Writer { get; }

    internal DatabaseSession Reader { get; }

    internal int OpenCount => (Writer.IsOpen ? 1 : 0) + (Reader.IsOpen ? 1 : 0);

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await Reader.DisposeAsync();
    }

    private static string ApplicationName(string role)
    {
        string name = $"pathway-standalone-{role}-{Environment.ProcessId}@{Environment.MachineName}";
        return name.Length <= MaxApplicationName ? name : name[..MaxApplicationName];
    }
}

using Microsoft.Extensions.Options;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Engine.Startup;

/// <summary>The database connections of the engine: one that writes and one that reads.</summary>
public sealed class DatabaseSessions : IAsyncDisposable
{
    /// <param name="options">The database to connect to; validated.</param>
    /// <param name="engine">The engine's name, for the connections' <c>application_name</c>.</param>
    public DatabaseSessions(IOptions<DatabaseOptions> options, string engine)
    {
        ArgumentNullException.ThrowIfNull(options);
        Writer = new DatabaseSession(options.Value, ConnectionSettings.ApplicationName(engine, "writer"));
        Reader = new DatabaseSession(options.Value, ConnectionSettings.ApplicationName(engine, "reader"));
    }

    public DatabaseSession Writer { get; }

    public DatabaseSession Reader { get; }

    public int OpenCount => (Writer.IsOpen ? 1 : 0) + (Reader.IsOpen ? 1 : 0);

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await Reader.DisposeAsync();
    }
}

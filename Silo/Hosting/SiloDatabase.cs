using Npgsql;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>The connection settings of Orleans' own ADO.NET providers: the same schema, and few connections.</summary>
internal static class SiloDatabase
{
    /// <summary>Orleans' invariant name of Npgsql.</summary>
    internal const string Invariant = "Npgsql";

    /// <summary>
    /// The maximum number of connections of membership and the plain storage provider together. With the engine's two, a silo
    /// has at most six.
    /// </summary>
    internal const int MaxConnections = 4;

    /// <summary>The connection string. Both providers use the same one, so that they share one pool.</summary>
    internal static string ConnectionString(DatabaseOptions options)
    {
        NpgsqlConnectionStringBuilder settings =
            ConnectionSettings.Create(options, ConnectionSettings.ApplicationName("silo", "orleans"));
        settings.Pooling = true;
        settings.MinPoolSize = 0;
        settings.MaxPoolSize = MaxConnections;
        return settings.ConnectionString;
    }
}

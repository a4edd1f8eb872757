using Npgsql;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>How Orleans' own ADO.NET providers connect: to the same schema, with few connections.</summary>
internal static class SiloDatabase
{
    /// <summary>What Orleans calls Npgsql.</summary>
    internal const string Invariant = "Npgsql";

    /// <summary>Connections of membership and of the plain storage provider together; with our own two, a silo has at most six.</summary>
    internal const int MaxConnections = 4;

    /// <summary>The connection string. One and the same for both providers, so that they share one pool.</summary>
    internal static string ConnectionString(DatabaseOptions options)
    {
        NpgsqlConnectionStringBuilder settings = ConnectionSettings.Create(options, ConnectionSettings.ApplicationName("silo", "orleans"));
        settings.Pooling = true;
        settings.MinPoolSize = 0;
        settings.MaxPoolSize = MaxConnections;
        return settings.ConnectionString;
    }
}

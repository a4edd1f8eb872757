using Npgsql;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>How Orleans' own ADO.NET providers connect: to the same schema, with few connections.</summary>
internal static class SiloDatabase
{
    /// <summary>What Orleans calls Npgsql.</summary>
    internal const string Invariant = "Npgsql";

    /// <summary>Connections of membership and of the plain storage provider together; with our own two, a silo has at most six.</summary>
    internal const int MaxConnections = 4;

    // Postgres cuts longer names off.
    private const int MaxApplicationName = 63;

    /// <summary>The connection string. One and the same for both providers, so that they share one pool.</summary>
    internal static string ConnectionString(DatabaseOptions options)
    {
        NpgsqlConnectionStringBuilder settings = PostgresAddress.Parse(options.ConnectionString);
        string name = $"pathway-silo-orleans-{Environment.ProcessId}@{Environment.MachineName}";
        settings.ApplicationName = name.Length <= MaxApplicationName ? name : name[..MaxApplicationName];
        settings.SearchPath = $"\"{ServiceId.Schema(options.ServiceId)}\"";
        settings.Pooling = true;
        settings.MinPoolSize = 0;
        settings.MaxPoolSize = MaxConnections;
        settings.TcpKeepAlive = true;
        return settings.ConnectionString;
    }
}

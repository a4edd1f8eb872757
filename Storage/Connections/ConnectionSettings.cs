using Npgsql;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Storage.Connections;

/// <summary>The settings that all database connections share.</summary>
public static class ConnectionSettings
{
    // Postgres truncates longer names.
    private const int MaxApplicationName = 63;

    /// <summary>Creates connection settings with the service's search path and an application name.</summary>
    /// <param name="options">The database; validated.</param>
    /// <param name="applicationName">The name shown in <c>pg_stat_activity</c>; begins with <c>pathway</c>.</param>
    public static NpgsqlConnectionStringBuilder Create(DatabaseOptions options, string applicationName)
    {
        ArgumentNullException.ThrowIfNull(options);
        NpgsqlConnectionStringBuilder settings = PostgresAddress.Parse(options.ConnectionString);
        settings.ApplicationName = applicationName;
        settings.SearchPath = $"\"{ServiceId.Schema(options.ServiceId)}\"";
        settings.TcpKeepAlive = true;
        return settings;
    }

    /// <summary>The application name of this process's connections of one role.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="role">The purpose of the connections.</param>
    public static string ApplicationName(string engine, string role)
    {
        string name = $"pathway-{engine}-{role}-{Environment.ProcessId}@{Environment.MachineName}";
        return name.Length <= MaxApplicationName ? name : name[..MaxApplicationName];
    }
}

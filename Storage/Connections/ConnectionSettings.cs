using Npgsql;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Storage.Connections;

/// <summary>What all our database connections have in common, whoever opens them.</summary>
public static class ConnectionSettings
{
    // Postgres cuts longer names off.
    private const int MaxApplicationName = 63;

    /// <summary>Settings for connections that find a service's tables, and say whose they are.</summary>
    /// <param name="options">Where to connect; validated.</param>
    /// <param name="applicationName">What <c>pg_stat_activity</c> shows; begins with <c>pathway</c>.</param>
    public static NpgsqlConnectionStringBuilder Create(DatabaseOptions options, string applicationName)
    {
        ArgumentNullException.ThrowIfNull(options);
        NpgsqlConnectionStringBuilder settings = PostgresAddress.Parse(options.ConnectionString);
        settings.ApplicationName = applicationName;
        settings.SearchPath = $"\"{ServiceId.Schema(options.ServiceId)}\"";
        settings.TcpKeepAlive = true;
        return settings;
    }

    /// <summary>The name of this process' connections of one kind.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="role">What they are for.</param>
    public static string ApplicationName(string engine, string role)
    {
        string name = $"pathway-{engine}-{role}-{Environment.ProcessId}@{Environment.MachineName}";
        return name.Length <= MaxApplicationName ? name : name[..MaxApplicationName];
    }
}

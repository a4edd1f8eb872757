using Npgsql;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Storage.Connections;

/// <summary>The settings that all database connections share.</summary>
public static class ConnectionSettings
{
    private const string NamePrefix = "pathway-";

    // Postgres truncates longer names.
    private const int MaxApplicationName = 63;

    /// <summary>Creates connection settings with the service's search path and an application name.</summary>
    /// <param name="options">The database; validated.</param>
    /// <param name="applicationName">
    /// The name shown in <c>pg_stat_activity</c>; begins with <c>pathway-</c>. The service id replaces that prefix if it is not
    /// the default one.
    /// </param>
    public static NpgsqlConnectionStringBuilder Create(DatabaseOptions options, string applicationName)
    {
        ArgumentNullException.ThrowIfNull(options);
        NpgsqlConnectionStringBuilder settings = PostgresAddress.Parse(options.ConnectionString);
        settings.ApplicationName = OfService(options.ServiceId, applicationName);
        settings.SearchPath = $"\"{ServiceId.Schema(options.ServiceId)}\"";
        settings.TcpKeepAlive = true;
        return settings;
    }

    /// <summary>The application name of this process's connections of one role.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="role">The purpose of the connections.</param>
    public static string ApplicationName(string engine, string role) =>
        $"{NamePrefix}{engine}-{role}-{Environment.ProcessId}@{Environment.MachineName}";

    /// <summary>The prefix of the application names of a service's connections. No other service has it.</summary>
    public static string PrefixOf(string serviceId) => serviceId == ServiceId.Default ? NamePrefix : $"pathway:{serviceId} ";

    // A service id is short enough for its prefix to be complete.
    private static string OfService(string serviceId, string applicationName)
    {
        string name = applicationName.StartsWith(NamePrefix, StringComparison.Ordinal)
            ? PrefixOf(serviceId) + applicationName[NamePrefix.Length..]
            : applicationName;
        return name.Length <= MaxApplicationName ? name : name[..MaxApplicationName];
    }
}

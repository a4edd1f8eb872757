using Npgsql;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Client.Configuration;

/// <summary>The cluster to connect to and the database with its membership table.</summary>
/// <param name="Database">The database with the membership table; validated.</param>
/// <param name="ClusterId">The cluster id in that table.</param>
/// <param name="ConnectTimeout">
/// The time limit for connecting: database, table and gateway together.
/// </param>
internal sealed record ClientSettings(DatabaseOptions Database, string ClusterId, TimeSpan ConnectTimeout)
{
    // One is for Orleans, which reads the gateways; one is for MembershipTable.
    private const int MaxConnections = 2;
    private const string ApplicationName = "pathway-client";

    /// <summary>The service that the tables belong to.</summary>
    internal string ServiceId => Database.ServiceId;

    /// <summary>Describes the database for messages, without the password.</summary>
    internal string Place => DatabaseConfiguration.Describe(Database);

    /// <summary>The connection string for Npgsql, with the search path of the service and the application name.</summary>
    internal string ConnectionString
    {
        get
        {
            NpgsqlConnectionStringBuilder settings = ConnectionSettings.Create(Database, ApplicationName);
            settings.Pooling = true;
            settings.MinPoolSize = 0;
            settings.MaxPoolSize = MaxConnections;
            // A user at a prompt must be told soon that the database is unavailable.
            settings.Timeout = (int)Math.Ceiling(ConnectTimeout.TotalSeconds);
            settings.CommandTimeout = (int)Math.Ceiling(ConnectTimeout.TotalSeconds);
            // A server that does not answer does not answer a cancellation either, so do not wait for it.
            settings.CancellationTimeout = -1;
            return settings.ConnectionString;
        }
    }
}

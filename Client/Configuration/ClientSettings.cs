using Npgsql;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Client.Configuration;

/// <summary>Which cluster to talk to, and where its membership table is.</summary>
/// <param name="Database">Where the membership table is; validated.</param>
/// <param name="ClusterId">The cluster's id in that table.</param>
/// <param name="ConnectTimeout">Until the cluster is reached, or it is plain why not: database, table and gateway together.</param>
internal sealed record ClientSettings(DatabaseOptions Database, string ClusterId, TimeSpan ConnectTimeout)
{
    // One reads the gateways for Orleans, one is for a look at the table before and after.
    private const int MaxConnections = 2;
    private const string ApplicationName = "pathway-client";

    /// <summary>The service whose tables they are.</summary>
    internal string ServiceId => Database.ServiceId;

    /// <summary>The database for messages: without the password.</summary>
    internal string Place
    {
        get
        {
            NpgsqlConnectionStringBuilder address = PostgresAddress.Parse(Database.ConnectionString);
            return $"{address.Database} at {address.Host}:{address.Port}, schema \"{Storage.Configuration.ServiceId.Schema(ServiceId)}\"";
        }
    }

    /// <summary>What Npgsql takes: every connection finds the service's tables, and says whose it is.</summary>
    internal string ConnectionString
    {
        get
        {
            NpgsqlConnectionStringBuilder settings = ConnectionSettings.Create(Database, ApplicationName);
            settings.Pooling = true;
            settings.MinPoolSize = 0;
            settings.MaxPoolSize = MaxConnections;
            // Whoever sits at a prompt wants to hear soon that the database is away.
            settings.Timeout = (int)Math.Ceiling(ConnectTimeout.TotalSeconds);
            settings.CommandTimeout = (int)Math.Ceiling(ConnectTimeout.TotalSeconds);
            // A server that does not answer does not answer a cancellation either.
            settings.CancellationTimeout = -1;
            return settings.ConnectionString;
        }
    }
}

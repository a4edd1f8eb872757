namespace PathwayOrleans.Storage.Configuration;

/// <summary>Where and how state is stored: configuration section <c>Pathway:Database</c>, and <c>Pathway:ServiceId</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pathway:Database";

    /// <summary>
    /// A Postgres address, as a URL <c>postgresql://user:password@host:port/database?sslmode=…</c> or in Npgsql's format
    /// <c>Host=…;Database=…</c>. The default is that of the proof of concept.
    /// </summary>
    public string ConnectionString { get; set; } = "postgresql://user:password@postgres:5432/db";

    /// <summary>
    /// Separates deployments that share a database: each has its own schema. Default: <c>pathway</c>, whose tables are in
    /// <c>public</c>. Configured as <c>Pathway:ServiceId</c>.
    /// </summary>
    public string ServiceId { get; set; } = Configuration.ServiceId.Default;

    /// <summary>
    /// The timeout of one statement. After it the connection is closed and the statement is retried with twice the
    /// timeout. Default: one minute.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest delay between two attempts while the database is unavailable. Default: 5 seconds.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(5);
}

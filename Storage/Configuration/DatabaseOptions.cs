namespace PathwayOrleans.Storage.Configuration;

/// <summary>Where and how state is stored: configuration section <c>Pathway:Database</c>, and <c>Pathway:ServiceId</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pathway:Database";

    /// <summary>
    /// A Postgres address, as <c>postgresql://user:password@host:port/database?sslmode=…</c> or as Npgsql's own
    /// <c>Host=…;Database=…</c>. Default: the proof of concept's.
    /// </summary>
    public string ConnectionString { get; set; } = "postgresql://user:password@postgres:5432/db";

    /// <summary>
    /// Keeps two deployments in one database apart, each in a schema of its own. Default: <c>pathway</c>, whose
    /// tables are in <c>public</c>. Configured as <c>Pathway:ServiceId</c>.
    /// </summary>
    public string ServiceId { get; set; } = Configuration.ServiceId.Default;

    /// <summary>
    /// How long one statement may take before its connection is given up and the statement tried again with
    /// twice the time. Default: one minute.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest pause between two attempts while the database is away. Default: 5 seconds.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(5);
}

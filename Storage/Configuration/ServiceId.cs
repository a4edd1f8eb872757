using System.Text.RegularExpressions;

namespace PathwayOrleans.Storage.Configuration;

/// <summary>The name of a deployment, and with it the Postgres schema that holds its tables.</summary>
public static partial class ServiceId
{
    /// <summary>The default service id; its tables are in the schema <c>public</c>.</summary>
    public const string Default = "pathway";

    private const string DefaultSchema = "public";

    /// <summary>What is wrong with a service id, or null where nothing is.</summary>
    public static string? Problem(string? serviceId) =>
        serviceId is not null && PlainIdentifier().IsMatch(serviceId) && !IsReserved(serviceId)
            ? null
            : $"Pathway:ServiceId is '{serviceId}'. It names a database schema: 1 to 48 of a-z, 0-9, _ and -, " +
              "beginning with a letter, and not public, information_schema or pg_…";

    /// <summary>The schema of a service id that has no <see cref="Problem"/>.</summary>
    /// <exception cref="ArgumentException">It has one.</exception>
    public static string Schema(string serviceId) =>
        Problem(serviceId) is { } problem ? throw new ArgumentException(problem, nameof(serviceId))
        : serviceId == Default ? DefaultSchema
        : serviceId;

    /// <summary>The service id whose tables a schema holds.</summary>
    public static string OfSchema(string schema) => schema == DefaultSchema ? Default : schema;

    private static bool IsReserved(string id) =>
        id is DefaultSchema or "information_schema" || id.StartsWith("pg_", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,47}\z")]
    private static partial Regex PlainIdentifier();
}

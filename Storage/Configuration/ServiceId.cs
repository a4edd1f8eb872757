using System.Text.RegularExpressions;

namespace PathwayOrleans.Storage.Configuration;

/// <summary>The name of a deployment, which determines the Postgres schema of its tables.</summary>
public static partial class ServiceId
{
    /// <summary>The default service id; its tables are in the schema <c>public</c>.</summary>
    public const string Default = "pathway";

    private const string DefaultSchema = "public";

    /// <summary>Describes what is wrong with a service id; null if it is valid.</summary>
    public static string? Problem(string? serviceId) =>
        serviceId is not null && PlainIdentifier().IsMatch(serviceId) && !IsReserved(serviceId)
            ? null
            : $"Pathway:ServiceId is '{serviceId}'; as it names a database schema, it must be 1 to 48 characters of a-z, 0-9, " +
              "_ and -, begin with a letter, and not be public, information_schema or pg_….";

    /// <summary>The schema of a valid service id.</summary>
    /// <exception cref="ArgumentException">The service id is invalid (see <see cref="Problem"/>).</exception>
    public static string Schema(string serviceId) =>
        Problem(serviceId) is { } problem ? throw new ArgumentException(problem, nameof(serviceId))
        : serviceId == Default ? DefaultSchema
        : serviceId;

    /// <summary>The service id whose tables are in a schema.</summary>
    public static string OfSchema(string schema) => schema == DefaultSchema ? Default : schema;

    private static bool IsReserved(string id) =>
        id is DefaultSchema or "information_schema" || id.StartsWith("pg_", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,47}\z")]
    private static partial Regex PlainIdentifier();
}

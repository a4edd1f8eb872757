using System.Net.Sockets;
using Npgsql;

namespace PathwayOrleans.Storage.Connections;

/// <summary>Classifies database errors.</summary>
public static class DatabaseErrors
{
    /// <summary>Whether a later retry may succeed: the cause is the server, the network or a lack of administration.</summary>
    public static bool IsInfrastructure(Exception e) =>
        e is NpgsqlException or SocketException or IOException or TimeoutException;

    /// <summary>
    /// Whether a retry at start-up would only hide a configuration error: wrong password, unknown database, missing
    /// privileges, tables that belong to another application, a connection pooler with the wrong settings.
    /// </summary>
    public static bool IsConfigurationMistake(Exception e) =>
        e is PostgresException
        {
            SqlState: PostgresErrorCodes.InvalidPassword
                or PostgresErrorCodes.InvalidAuthorizationSpecification
                or PostgresErrorCodes.InvalidCatalogName
                or PostgresErrorCodes.InsufficientPrivilege
                or PostgresErrorCodes.DuplicateTable
                or PostgresErrorCodes.DuplicateObject
                or PostgresErrorCodes.DuplicateFunction
        }
        || IsRejectedSearchPath(e);

    /// <summary>Whether a connection pooler rejects the search path of a new connection.</summary>
    public static bool IsRejectedSearchPath(Exception e) =>
        e is PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation } rejection
        && rejection.MessageText.Contains("search_path", StringComparison.Ordinal);

    /// <summary>The error's message in one line, with the inner exception's if Npgsql wraps one.</summary>
    public static string Describe(Exception e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e.InnerException is { } inner && e is NpgsqlException and not PostgresException
            ? $"{e.Message} ({inner.Message})"
            : e.Message;
    }
}

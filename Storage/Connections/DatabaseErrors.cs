using System.Net.Sockets;
using Npgsql;

namespace PathwayOrleans.Storage.Connections;

/// <summary>Classifies database errors.</summary>
public static class DatabaseErrors
{
    /// <summary>Whether a later retry may succeed: the cause is the server, the network or a lack of administration.</summary>
    public static bool IsInfrastructure(Exception e) =>
        e is NpgsqlException or SocketException or IOException or TimeoutException;

    /// <summary>Whether the connection was closed by the other side or on the way, and not because of a time limit.</summary>
    internal static bool IsLostConnection(Exception e) => e switch
    {
        PostgresException failed => failed.InvariantSeverity != "ERROR",
        NpgsqlException { InnerException: TimeoutException } => false,
        _ => e is NpgsqlException or SocketException or IOException,
    };

    /// <summary>
    /// Whether a write was refused because the server is not the primary (any more). Another connection may lead to the primary.
    /// </summary>
    internal static bool IsOnStandby(PostgresException e) => e.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction;

    /// <summary>
    /// Whether the same work may succeed later. Errors in the data, the schema, the privileges or the size of a statement are not
    /// transient: only an operator or another build can remove their cause.
    /// </summary>
    public static bool IsTransient(Exception e) => IsInfrastructure(e) && !(e is PostgresException failed && IsPermanent(failed));

    /// <summary>
    /// Whether the server gave up a statement because it took too long or is too large: <c>statement_timeout</c>, memory, limits
    /// of the program. Smaller statements may succeed.
    /// </summary>
    internal static bool IsTooLarge(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.OutOfMemory
        || e.SqlState.StartsWith("54", StringComparison.Ordinal)
        // The server has no code of its own for an allocation above its limit.
        || (e.SqlState == PostgresErrorCodes.InternalError
            && e.MessageText.Contains("invalid memory alloc request size", StringComparison.Ordinal));

    // Classes of SQLSTATE: data exception, integrity constraint violation, syntax error or access rule violation, program limit
    // exceeded (PostgreSQL documentation, appendix A), and the errors of our own functions.
    private static bool IsPermanent(PostgresException e) =>
        e.SqlState.Length == 5 && e.SqlState[..2] is "22" or "23" or "42" or "54" or "PW";

    /// <summary>
    /// Whether a retry at start-up would only hide a configuration error: wrong password, unknown database, missing
    /// privileges, tables that belong to another application, a connection pooler with the wrong settings. Of several hosts, any
    /// can be the one that tells.
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
        || IsRejectedSearchPath(e)
        || (e.InnerException is AggregateException hosts && hosts.InnerExceptions.Any(IsConfigurationMistake));

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

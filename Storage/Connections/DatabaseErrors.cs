using System.Net.Sockets;
using Npgsql;

namespace PathwayOrleans.Storage.Connections;

/// <summary>Tells one kind of database failure from another.</summary>
public static class DatabaseErrors
{
    /// <summary>True where trying again later may help: the server, the network or a person has to act first.</summary>
    public static bool IsInfrastructure(Exception e) =>
        e is NpgsqlException or SocketException or IOException or TimeoutException;

    /// <summary>
    /// True where waiting at start-up would only hide a mistake in the configuration: wrong password, unknown
    /// database, missing rights, tables that are somebody else's.
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
        };

    /// <summary>One line that says what happened, with the cause where Npgsql wraps one.</summary>
    public static string Describe(Exception e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e.InnerException is { } inner && e is NpgsqlException and not PostgresException
            ? $"{e.Message} ({inner.Message})"
            : e.Message;
    }
}

using Npgsql;
using PathwayOrleans.Client.Configuration;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Client.Connection;

/// <summary>
/// Reads the membership table of the silos. The error of Orleans is the same for every cause; the errors here name the cause.
/// </summary>
internal sealed class MembershipTable(ClientSettings settings)
{
    private const string HasTablesSql =
        "SELECT to_regclass('orleansmembershiptable') IS NOT NULL AND to_regclass('orleansquery') IS NOT NULL";

    private const string GatewaysSql =
        """
        SELECT address, proxyport, greatest(extract(epoch FROM now() - iamalivetime), 0)::double precision
        FROM orleansmembershiptable
        WHERE deploymentid = $1 AND status = 3 AND proxyport > 0
        ORDER BY iamalivetime DESC
        """;

    private const string OtherClustersSql =
        "SELECT DISTINCT deploymentid FROM orleansmembershiptable WHERE deploymentid <> $1 AND status = 3 ORDER BY deploymentid";

    /// <summary>The gateways of the cluster, the latest heartbeat first; at least one.</summary>
    /// <exception cref="NoClusterException">The database does not answer, or has no such tables or no active silo.</exception>
    internal async Task<IReadOnlyList<Gateway>> FindGatewaysAsync(CancellationToken deadline)
    {
        try
        {
            // Npgsql observes the token except during parts of the handshake.
            return await ReadAsync(deadline).WaitAsync(deadline);
        }
        catch (OperationCanceledException e)
        {
            throw new NoClusterException(DoesNotAnswer("it did not answer in time"), e);
        }
        catch (WrongSchemaException e)
        {
            throw new NoClusterException($"No cluster: {e.Message}", e);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new NoClusterException(
                $"No cluster: no permission to read the tables of the silos in {settings.Place} ({e.MessageText}).", e);
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            throw new NoClusterException(DoesNotAnswer(DatabaseErrors.Describe(e)), e);
        }
    }

    private string DoesNotAnswer(string why) =>
        $"No cluster: the database {settings.Place} does not answer ({why}). Check Pathway:Database:ConnectionString.";

    private async Task<IReadOnlyList<Gateway>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await SessionSchema.VerifyAsync(connection, ServiceId.Schema(settings.ServiceId), cancellationToken);
        if (!await HasTablesAsync(connection, cancellationToken))
        {
            throw new NoClusterException(
                $"No cluster: {settings.Place} has no tables of silos. Start a silo with `./pathway silo`, which creates them, " +
                "or check Pathway:Database:ConnectionString and Pathway:ServiceId.");
        }

        IReadOnlyList<Gateway> gateways = await ReadGatewaysAsync(connection, cancellationToken);
        return gateways.Count > 0 ? gateways : throw NoSilo(await ReadOtherClustersAsync(connection, cancellationToken));
    }

    private NoClusterException NoSilo(List<string> others) => new(
        $"No cluster: the membership table in {settings.Place} has no active silo of cluster \"{settings.ClusterId}\"" +
        $"{(others.Count > 0 ? $" (other clusters: {string.Join(", ", others)})" : "")}. Start a silo with `./pathway silo`, " +
        "or check Pathway:ServiceId and Pathway:Silo:ClusterId.");

    private static async Task<bool> HasTablesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(HasTablesSql, connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<IReadOnlyList<Gateway>> ReadGatewaysAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = CommandWithClusterId(GatewaysSql, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        var gateways = new List<Gateway>();
        while (await reader.ReadAsync(cancellationToken))
        {
            gateways.Add(new Gateway($"{reader.GetString(0)}:{reader.GetInt32(1)}", TimeSpan.FromSeconds(reader.GetDouble(2))));
        }

        return gateways;
    }

    private async Task<List<string>> ReadOtherClustersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = CommandWithClusterId(OtherClustersSql, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        var clusters = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            clusters.Add(reader.GetString(0));
        }

        return clusters;
    }

    private NpgsqlCommand CommandWithClusterId(string sql, NpgsqlConnection connection) =>
        new(sql, connection) { Parameters = { new NpgsqlParameter { Value = settings.ClusterId } } };
}

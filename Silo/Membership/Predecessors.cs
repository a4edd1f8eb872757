using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Silo.Membership;

/// <summary>
/// Declares earlier silos of this silo's address dead before it joins. This process has the address, so theirs have ended.
/// Orleans does the same later, but to Orleans a silo with a higher generation is a later one, dead or not, and this silo would
/// stop. A generation is the time of the start by the clock of the host; it is higher if that clock was ahead. The rows of such
/// silos are deleted.
/// </summary>
internal sealed class Predecessors(
    ILocalSiloDetails local,
    IOptions<ClusterOptions> cluster,
    DatabaseSessions sessions,
    DatabaseRetry retry,
    ILogger<Predecessors> logger)
{
    // The version row is locked first, as by every change of the membership.
    private const string DeclareDead = """
        WITH turn AS (
            UPDATE orleansmembershipversiontable AS v SET version = v.version + 1, timestamp = now()
            WHERE v.deploymentid = $1
                AND EXISTS (
                    SELECT FROM orleansmembershiptable AS m
                    WHERE m.deploymentid = $1 AND m.address = $2 AND m.port = $3
                        AND (m.generation > $4 OR m.generation < $4 AND m.status <> 6))
            RETURNING v.deploymentid
        ), changed AS (
            UPDATE orleansmembershiptable AS m SET status = 6
            FROM turn AS t
            WHERE m.deploymentid = t.deploymentid
                AND m.address = $2 AND m.port = $3 AND m.generation < $4 AND m.status <> 6
            RETURNING true
        ), deleted AS (
            DELETE FROM orleansmembershiptable AS m
            USING turn AS t
            WHERE m.deploymentid = t.deploymentid AND m.address = $2 AND m.port = $3 AND m.generation > $4
            RETURNING true
        )
        SELECT (SELECT count(*) FROM changed)::integer + (SELECT count(*) FROM deleted)::integer
        """;

    internal async Task DeclareDeadAsync(CancellationToken cancellationToken)
    {
        int dead = await retry.RunAsync(
            "declaring earlier silos of this address dead",
            token => sessions.Reader.UseAsync(DeclareDeadAsync, token),
            cancellationToken);
        if (dead > 0)
        {
            logger.PredecessorsDead(local.SiloAddress.Endpoint);
        }
    }

    private async Task<int> DeclareDeadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        SiloAddress self = local.SiloAddress;
        await using var command = new NpgsqlCommand(DeclareDead, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = cluster.Value.ClusterId });
        command.Parameters.Add(new NpgsqlParameter { Value = self.Endpoint.Address.ToString() });
        command.Parameters.Add(new NpgsqlParameter { Value = self.Endpoint.Port });
        command.Parameters.Add(new NpgsqlParameter { Value = self.Generation });
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

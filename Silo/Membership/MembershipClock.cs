using Microsoft.Extensions.Logging;
using Npgsql;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Silo.Membership;

/// <summary>
/// Makes Orleans use the time of the database for the membership of the cluster: for heartbeats, votes and start times that it
/// writes, for those that it compares with them, and for the timers that write them. With the clock of the host, a clock that
/// is set back by hours stops the heartbeats for hours, and one that is wrong makes other silos look dead.
/// </summary>
internal sealed class MembershipClock(
    DatabaseClock clock,
    DatabaseSessions sessions,
    DatabaseRetry retry,
    IServiceProvider services,
    TimeProvider time,
    ILogger<MembershipClock> logger)
{
    // The members that have no public setting. The timers and the health monitors take the keyed TimeProvider.
    private const string ManagerService = "Orleans.Runtime.MembershipService.IMembershipManager";
    private const string Manager = "Orleans.Runtime.MembershipService.MembershipTableManager";
    private const string ManagerClock = "GetDateTimeUtcNow";
    private const string ManagerStart = "siloStartTime";
    private const string Agent = "Orleans.Runtime.MembershipService.MembershipAgent";
    private const string AgentClock = "getUtcDateTime";

    // The clocks of a server and of this host drift apart by less than a millisecond in this time.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Notable = TimeSpan.FromSeconds(10);

    private bool _isWarned;

    /// <summary>Reads the time of the database, and hands the clock to Orleans. Call it before the silo joins.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        await retry.RunAsync("reading the time of the database", ReadAsync, cancellationToken);
        Func<DateTime> now = () => clock.GetUtcNow().UtcDateTime;
        object manager = OrleansMembers.Service(services, ManagerService);
        OrleansMembers.Property(Manager, ManagerClock).SetValue(manager, now);
        OrleansMembers.Field(Manager, ManagerStart).SetValue(manager, now());
        object agent = OrleansMembers.Service(services, Agent);
        OrleansMembers.Field(Agent, AgentClock).SetValue(agent, now);
    }

    /// <summary>Reads the time of the database again and again, because this host may be suspended.</summary>
    internal async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Period, time, cancellationToken);
            await retry.RunAsync("reading the time of the database", ReadAsync, cancellationToken);
        }
    }

    private async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        TimeSpan ahead = await sessions.Reader.UseAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
                long asked = time.GetTimestamp();
                var utc = (DateTime)(await command.ExecuteScalarAsync(token))!;
                return clock.Set(new DateTimeOffset(utc), asked);
            },
            cancellationToken);
        bool isNotable = ahead.Duration() > Notable;
        if (isNotable && !_isWarned)
        {
            logger.ClockDiffers(ahead);
        }

        _isWarned = isNotable;
        return true;
    }
}

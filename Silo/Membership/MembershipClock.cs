using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Configuration;
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

    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    // The clocks of a server and of this host drift apart by less than a millisecond in this time.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Notable = TimeSpan.FromSeconds(10);

    private bool _isWarned;

    /// <summary>Reads the time of the database, and hands the clock to Orleans. Call it before the silo joins.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        await retry.RunAsync("reading the time of the database", ReadAsync, cancellationToken);
        Func<DateTime> now = () => clock.GetUtcNow().UtcDateTime;
        object manager = Service(ManagerService);
        Property(manager, Manager, ManagerClock).SetValue(manager, now);
        Field(manager, Manager, ManagerStart).SetValue(manager, now());
        object agent = Service(Agent);
        Field(agent, Agent, AgentClock).SetValue(agent, now);
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

    private static PropertyInfo Property(object service, string type, string name) =>
        service.GetType().FullName == type && service.GetType().GetProperty(name, Instance) is { } property
            ? property
            : throw Unknown(service, type, name);

    private static FieldInfo Field(object service, string type, string name) =>
        service.GetType().FullName == type && service.GetType().GetField(name, Instance) is { } field
            ? field
            : throw Unknown(service, type, name);

    // All are types of Orleans.Runtime, as these options are.
    private object Service(string type) =>
        services.GetRequiredService(typeof(SiloConnectionOptions).Assembly.GetType(type, throwOnError: true)!);

    private static NotSupportedException Unknown(object service, string type, string name) => new(
        $"Orleans has no {type}.{name} in this version ({service.GetType().Assembly.FullName}), so the membership of the " +
        "cluster cannot use the clock of the database. Use the version of Orleans that this build was made for.");
}

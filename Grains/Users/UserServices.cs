using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Windows;

namespace PathwayOrleans.Grains.Users;

/// <summary>What all users' grains of a silo share.</summary>
internal sealed class UserServices(
    ILocalSiloDetails silo, GroupCommit commits, IEventApplier applier, FailedEvents failed, UserRoster roster, UserCounters counters,
    WindowSettings windows, GroupRecall recalls, ILogger<UserAggregateGrain> logger)
{
    internal SiloAddress Silo => silo.SiloAddress;

    internal GroupCommit Commits => commits;

    internal IEventApplier Applier => applier;

    internal FailedEvents Failed => failed;

    internal UserRoster Roster => roster;

    internal UserCounters Counters => counters;

    internal WindowSet Windows => windows.Windows;

    internal GroupRecall Recalls => recalls;

    internal ILogger Logger => logger;
}

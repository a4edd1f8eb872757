using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Grains.Users;

/// <summary>The services that all user grains of a silo share.</summary>
internal sealed class UserServices(
    ILocalSiloDetails silo,
    GroupCommit commits,
    IEventApplier applier,
    FailedEvents failed,
    ActivationLimiter activations,
    EngineCounters counters,
    WindowSettings windows,
    GroupReload reloads,
    ILogger<UserAggregateGrain> logger)
{
    internal SiloAddress Silo => silo.SiloAddress;

    internal GroupCommit Commits => commits;

    internal IEventApplier Applier => applier;

    internal FailedEvents Failed => failed;

    internal ActivationLimiter Activations => activations;

    internal EngineCounters Counters => counters;

    internal WindowSet Windows => windows.Windows;

    internal GroupReload Reloads => reloads;

    internal ILogger Logger => logger;
}

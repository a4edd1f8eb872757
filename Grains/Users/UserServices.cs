using Microsoft.Extensions.Logging;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Reading.Views;

namespace PathwayOrleans.Grains.Users;

/// <summary>The services that all user grains of a silo share.</summary>
internal sealed class UserServices(
    ILocalSiloDetails silo,
    GroupCommit commits,
    RecordCounters counters,
    IRecordApplier applier,
    FailedEvents failed,
    ActivationLimiter activations,
    EngineCounters statistics,
    GroupReload reloads,
    KeyRowsReader rows,
    ILogger<UserAggregateGrain> logger)
{
    internal SiloAddress Silo => silo.SiloAddress;

    internal GroupCommit Commits => commits;

    internal RecordCounter Counter => counters.Shared;

    internal IRecordApplier Applier => applier;

    internal FailedEvents Failed => failed;

    internal ActivationLimiter Activations => activations;

    internal EngineCounters Counters => statistics;

    internal GroupReload Reloads => reloads;

    internal KeyRowsReader Rows => rows;

    internal ILogger Logger => logger;
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Engine.Counting;

/// <summary>Creates the counter of the configuration, after the database is prepared.</summary>
internal sealed class RecordCounters(
    PipelineStartup pipeline,
    WindowSettings settings,
    IEventApplier applier,
    UserStateReader states,
    WindowReloadReader reloads,
    DatabaseSessions sessions,
    IOptions<EventOptions> events,
    ILogger<PipelineCounter> logger)
{
    internal RecordCounter Create() => pipeline.Active is { } active
        ? new PipelineCounter(active, settings, events.Value.ToRules(), states, sessions.Reader, logger)
        : new EventCounter(settings, applier, states, reloads);
}

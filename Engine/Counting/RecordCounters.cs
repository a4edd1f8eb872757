using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Engine.Counting;

/// <summary>Creates the counters of the configuration, after the database is prepared.</summary>
internal sealed class RecordCounters(
    PipelineStartup pipeline,
    EventTimeSettings settings,
    UserStateReader states,
    DatabaseSessions sessions,
    IOptions<EventOptions> events,
    ILogger<RecordCounter> logger) : IDisposable
{
    private RecordCounter? _shared;
    private object? _gate;

    /// <summary>The counter that all threads of a silo share.</summary>
    /// <exception cref="InvalidOperationException">The database is not prepared yet.</exception>
    internal RecordCounter Shared => LazyInitializer.EnsureInitialized(ref _shared, ref _gate, Create);

    public void Dispose() => _shared?.Dispose();

    /// <summary>A counter that its owner disposes.</summary>
    /// <exception cref="InvalidOperationException">The database is not prepared yet.</exception>
    internal RecordCounter Create() =>
        new(pipeline.Active, settings, events.Value.ToRules(), states, sessions.Reader, logger);
}

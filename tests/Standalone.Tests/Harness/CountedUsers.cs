using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Standalone.Tests.Harness;

/// <summary>Counters of the built-in pipeline, and states of it.</summary>
internal static class CountedUsers
{
    private static readonly EventTimeSettings NoWindows =
        new(WatermarkSettings.Default, TimeSpan.FromMinutes(1), MaxOpenWindows: 1_000, HasWindows: false);

    /// <summary>Registers a pipeline, as an engine does at its start.</summary>
    internal static async Task<ActivePipeline> RegisterAsync(
        PipelineDefinition definition, DatabaseSession session, DatabaseRetry retry, TimeSpan idleTimeout)
    {
        RegisteredPipeline registered = await new PipelineRegistry(session, retry, NullLogger<PipelineRegistry>.Instance)
            .RegisterAsync(definition, idleTimeout, CancellationToken.None);
        return new ActivePipeline(
            CompiledPipeline.Compile(
                definition, [.. registered.Views.Select(view => new StoredViewName(view.Number, view.CountedAs))]),
            registered);
    }

    /// <summary>A counter of the built-in pipeline of a database that is not used for views.</summary>
    internal static RecordCounter Counter(DatabaseSession session, DatabaseOptions options) => Counter(
        session,
        new UserStateReader(new StateReader(session, options), new FinishedInputs(), new CommitBounds(20_000, 200_000)));

    /// <summary>The state of a user without events.</summary>
    internal static KeyedState New(string user) => Counter(null!, (UserStateReader)null!).Decode(user, null);

    private static RecordCounter Counter(DatabaseSession session, UserStateReader states) => new(
        new ActivePipeline(CompiledPipeline.Compile(BuiltInPipeline.Definition), new RegisteredPipeline(0, ["user_id"], [])),
        NoWindows,
        EventRules.Default,
        states,
        session,
        NullLogger.Instance);
}

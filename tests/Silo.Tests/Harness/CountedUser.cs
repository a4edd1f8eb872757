using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.State;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>A user's state of the built-in pipeline, as a grain holds it. Created unbound, as Orleans requires.</summary>
internal sealed class CountedUser
{
    /// <summary>The pipeline, with the number that its view has in a new database.</summary>
    internal static readonly CompiledPipeline Pipeline = CompiledPipeline.Compile(
        BuiltInPipeline.Definition, [new StoredViewName(1, StoredViewName.Totals)]);

    private static readonly CompiledView View = Pipeline.Views[0];

    public CountedUser()
    {
    }

    internal CountedUser(string userId) => State = new KeyState(Pipeline, KeyOf(userId));

    internal CountedUser(byte[] payload, string userId) => State = KeyStateCodec.Decode(payload, Pipeline, KeyOf(userId));

    /// <summary>Null if there is no row.</summary>
    internal KeyState? State { get; }

    internal string? UserId => State?.Key.Text;

    internal long Count => Totals.Count;

    internal EventTotals Totals => State is { } state && state.HasRow(View)
        ? EventTotals.Of(state.ValuesOf(View))
        : new EventTotals(0, 0, 0);

    /// <summary>Its row of <c>events</c>, whether it has changed or not.</summary>
    internal ViewChanges Changes => new([new ViewRow(View, 0, 0, State!.ValuesOf(View), null)], [], [], 0, []);

    /// <summary>Applies an event; false if it was applied before.</summary>
    internal bool Apply(SourcePartition partition, Position position, in UserEvent counted)
    {
        var row = new Row(Pipeline.SlotCount);
        new EventColumns(Pipeline).TryFill(row, counted, out _);
        return State!.Apply(
            row, partition, position, WatermarkTracker.None, new OriginalRecord(counted), out _) == EventOutcome.Applied;
    }

    private static PipelineKey KeyOf(string userId) => new(userId, [userId]);
}

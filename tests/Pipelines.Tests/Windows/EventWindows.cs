using System.Collections.Concurrent;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.Runtime.Values;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Testing.Pipelines;
using WindowDefinition = PathwayOrleans.Producer.Load.Windows.WindowDefinition;

namespace PathwayOrleans.Pipelines.Tests.Windows;

/// <summary>The built-in pipeline with a view per window, for events whose times are small numbers.</summary>
internal sealed class EventWindows
{
    private static readonly ConcurrentDictionary<string, Lazy<EventWindows>> Known = new(StringComparer.Ordinal);

    private readonly EventColumns _columns;

    internal EventWindows(IEnumerable<WindowDefinition> definitions)
    {
        WindowDefinition[] windows = [.. definitions];
        PipelineDefinition definition = PipelineBinder.Bind(WindowedEvents.Sql(windows));

        // A state that was written before there were pipelines has the windows under their names.
        Pipeline = CompiledPipeline.Compile(
            definition,
            [
                new StoredViewName(1, StoredViewName.Totals),
                .. windows.Select((window, i) => new StoredViewName(i + 2, window.Name)),
            ]);
        _columns = new EventColumns(Pipeline);
    }

    internal CompiledPipeline Pipeline { get; }

    /// <summary>The same object for equal windows.</summary>
    internal static EventWindows Of(IReadOnlyList<WindowDefinition> definitions) =>
        Known.GetOrAdd(WindowedEvents.Sql(definitions), _ => new Lazy<EventWindows>(() => new EventWindows(definitions))).Value;

    /// <summary>The row of an event.</summary>
    internal Row RowOf(in UserEvent counted)
    {
        var row = new Row(Pipeline.SlotCount);
        Assert.True(_columns.TryFill(row, counted, out _));
        return row;
    }

    internal KeyState StateOf(string userId) => new(Pipeline, new PipelineKey(userId, [userId]));

    internal KeyState Decode(byte[] payload, string userId) =>
        KeyStateCodec.Decode(payload, Pipeline, new PipelineKey(userId, [userId]));

    /// <summary>What the view of all events has of a user.</summary>
    internal UserExpectation TotalsOf(KeyState state) => TotalsOf(state.ValuesOf(Pipeline.Views[0]));

    /// <summary>The values of a row of the view of all events.</summary>
    internal static UserExpectation TotalsOf(object?[] values) =>
        new((string)values[0]!, (long)values[1]!, (double?)values[2] ?? 0, (long?)values[3] ?? 0);

    /// <summary>The values of a row of a view with windows, which must have the times of the row.</summary>
    internal static ExpectedWindow WindowOf(in ViewRow row)
    {
        object?[] values = row.Values;
        var start = (Timestamptz)values[1]!;
        var end = (Timestamptz)values[2]!;
        Assert.Equal((row.Start, row.End), (start.UnixMilliseconds * 1000, end.UnixMilliseconds * 1000));
        return new ExpectedWindow(
            (string)values[0]!, row.View.Name, start.UnixMilliseconds, end.UnixMilliseconds, (long)values[3]!,
            (double)values[4]!, (double)values[5]!, (double)values[6]!, (long)values[7]!, (long)values[8]!);
    }
}

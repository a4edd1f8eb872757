using System.Globalization;
using System.Text.Json;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Windows;

namespace PathwayOrleans.Pipelines.State;

/// <summary>
/// Takes over a state that was written before there were pipelines. Views continue its parts (<see cref="StoredViewName"/>).
/// Their aggregates are those of the states over the columns of the built-in source: the count, the sum of <c>value</c> and the
/// highest <c>event_time</c> of all events; and of windows also lowest and highest values and times.
/// </summary>
internal static class CountingState
{
    internal static KeyState Convert(EarlierState counted, CompiledPipeline pipeline, PipelineKey key)
    {
        var state = new KeyState(pipeline, key);
        state.RestoreFence(counted.Fence);
        if (counted.Count > 0 && Find(pipeline, StoredViewName.Totals) is { } view)
        {
            var totals = new EarlierWindow { Count = counted.Count, Total = counted.TotalValue, Last = counted.LastEventTime };
            foreach (AggregateStep step in view.Steps)
            {
                Restore(step, state.WordsOf(view), state.ObjectsOf(view), totals, hasLowest: false, view);
            }

            state.RestoreRow(view);
        }

        foreach (EarlierWindows named in counted.Windows)
        {
            if (Find(pipeline, named.Name) is { } windowed)
            {
                Restore(named, state, windowed);
            }
        }

        return state;
    }

    // A view that is no part of the pipeline any more is never written again, so that its part of the state is not needed.
    private static CompiledView? Find(CompiledPipeline pipeline, string name) =>
        Array.Find(pipeline.Views, view => view.CountedAs == name);

    private static void Restore(EarlierWindows named, KeyState state, CompiledView view)
    {
        ViewWindows windows = state.WindowsOf(view);
        windows.EvictedEnd = named.EvictedEnd * 1000 ?? long.MinValue;
        foreach (EarlierWindow window in named.Open.Values)
        {
            int index = windows.TryLoad(new TimeRange(window.Start * 1000, window.End * 1000));
            foreach (AggregateStep step in view.Steps)
            {
                Restore(
                    step, windows.Entries.WordsOf(index), windows.Entries.ObjectsOf(index), window, hasLowest: true, view);
            }

            windows.Loaded(index);
        }
    }

    private static void Restore(
        AggregateStep step,
        Span<long> words,
        Span<object?> objects,
        in EarlierWindow counted,
        bool hasLowest,
        CompiledView view)
    {
        string? value = step.Input.Text switch
        {
            "count(*)" => "",
            "sum(value)" => Text(counted.Total),
            "max(event_time)" => Text(counted.Last),
            "min(value)" when hasLowest => Text(counted.Min),
            "max(value)" when hasLowest => Text(counted.Max),
            "min(event_time)" when hasLowest => Text(counted.First),
            _ => null,
        };
        if (value is null)
        {
            throw new InvalidDataException(
                $"View '{view.Name}' has {step.Input.Text}, which was not counted before there were pipelines. Use another " +
                "name for the view, or process all events again.");
        }

        byte[] json = value.Length == 0
            ? JsonSerializer.SerializeToUtf8Bytes(counted.Count)
            : JsonSerializer.SerializeToUtf8Bytes(new object[] { counted.Count, value });
        var reader = new Utf8JsonReader(json);
        reader.Read();
        step.Aggregate.Read(step.SlotOf(words, objects), ref reader);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}

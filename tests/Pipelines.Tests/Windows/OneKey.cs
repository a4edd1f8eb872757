using System.Globalization;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Pipelines.Tests.Windows;

/// <summary>The state of one user and the rows written by its commits. Times are milliseconds.</summary>
internal sealed class OneKey
{
    internal const string User = "u";

    private readonly EventWindows _windows;
    private readonly Dictionary<(string View, long Start), ViewRow> _rows = [];
    private long _offset;

    internal OneKey(params WindowDefinition[] definitions)
    {
        _windows = new EventWindows(definitions);
        State = _windows.StateOf(User);
    }

    internal int MaxOpen { get; init; } = KeyState.DefaultMaxOpen;

    internal KeyState State { get; private set; }

    /// <summary>What the view of all events has.</summary>
    internal UserExpectation Totals => _windows.TotalsOf(State);

    /// <summary>All late events so far, with the names of the views.</summary>
    internal List<string> Late { get; } = [];

    internal ExpectedWindow this[string name, long start] => EventWindows.WindowOf(_rows[(name, start * 1000)]);

    internal EventOutcome Apply(
        long time, double value = 1, long watermark = WatermarkTracker.None, string source = "s", int partition = 0) =>
        ApplyAt(SourcePartition.Of(source, partition), Position.FromOffset(_offset++), time, value, watermark);

    internal EventOutcome ApplyAt(
        SourcePartition partition, Position position, long time, double value, long watermark = WatermarkTracker.None)
    {
        var counted = new UserEvent(User, value, time);
        EventOutcome outcome = State.Apply(
            _windows.RowOf(counted), partition, position, watermark, new OriginalRecord(counted), out RecordRejection rejection);
        Assert.Equal(default, rejection);
        return outcome;
    }

    /// <summary>Applies events that need no reload, with a watermark.</summary>
    internal OneKey Apply(long[] times, long watermark = WatermarkTracker.None)
    {
        Assert.All(times, time => Assert.Equal(EventOutcome.Applied, Apply(time, watermark: watermark)));
        return this;
    }

    internal ViewChanges? Take() => State.TakeChanges(MaxOpen);

    /// <summary>Writes the changes.</summary>
    internal OneKey Commit()
    {
        if (Take() is { } changes)
        {
            Write(changes);
        }

        return this;
    }

    internal void Write(ViewChanges changes)
    {
        foreach (ViewRowKey gone in changes.Gone)
        {
            _rows.Remove((gone.View.Name, gone.Start));
        }

        // Like Postgres, rejects a statement that writes a row twice.
        foreach (ViewRow row in changes.Rows.ToDictionary(row => (row.View.Name, row.Start)).Values)
        {
            _rows[(row.View.Name, row.Start)] = row;
        }

        Late.AddRange(changes.Late.Select(late => string.Create(
            CultureInfo.InvariantCulture, $"{late.EventTime / 1000}:{late.Views}")));
    }

    /// <summary>Reloads the windows that an event needs.</summary>
    internal OneKey Reload(long time, long watermark = WatermarkTracker.None)
    {
        foreach (ViewReload reload in State.ReloadsFor(_windows.RowOf(new UserEvent(User, 1, time)), watermark))
        {
            ViewRow[] rows = [.. _rows.Values.Where(row => row.View == reload.View).OrderBy(row => row.Start)];
            IEnumerable<ViewRow> wanted = rows.Where(row => row.Start >= reload.ScanFrom && row.Start < reload.To)
                .Concat(rows.Where(row => row.Start < reload.ScanFrom).TakeLast(1));
            State.Reload(
                reload,
                [
                    .. wanted.Where(row => row.End > reload.From)
                        .Select(row => new StoredWindow(row.Start, row.End, row.Accumulators)),
                ]);
        }

        return this;
    }

    /// <summary>Replaces the state by its stored copy, as another process would load it.</summary>
    internal OneKey Restart()
    {
        using var codec = new KeyStateCodec();
        State = _windows.Decode(codec.Encode(State), User);
        return this;
    }

    /// <summary>The rows of a view after a commit, as <c>start..end:count</c>.</summary>
    internal string Rows(string name)
    {
        Commit();
        return string.Join(' ', _rows.Where(row => row.Key.View == name).OrderBy(row => row.Key.Start)
            .Select(row => EventWindows.WindowOf(row.Value))
            .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Start}..{row.End}:{row.Count}")));
    }
}

using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Aggregation.Tests.Windows;

/// <summary>One user's state and the rows written by its commits.</summary>
internal sealed class OneUser(params WindowDefinition[] definitions)
{
    private readonly Dictionary<WindowKey, WindowAggregate> _rows = [];
    private long _offset;

    internal int MaxOpen { get; init; } = WindowSet.DefaultMaxOpenPerUser;

    internal WindowSet Windows => field ??= new WindowSet(definitions, MaxOpen);

    internal UserState State { get; private set; } = new("u");

    /// <summary>All late events so far, with the windows' names.</summary>
    internal List<string> Late { get; } = [];

    internal WindowAggregate this[string name, long start] => _rows[new WindowKey(name, start)];

    internal ApplyOutcome Apply(
        long time, double value = 1, long watermark = WatermarkTracker.None, string source = "s", int partition = 0) =>
        State.Apply(
            SourcePartition.Of(source, partition),
            Position.FromOffset(_offset++),
            new UserEvent("u", value, time),
            watermark,
            Windows);

    /// <summary>Applies events that need no reload, with a watermark.</summary>
    internal OneUser Apply(long[] times, long watermark = WatermarkTracker.None)
    {
        Assert.All(times, time => Assert.Equal(ApplyOutcome.Applied, Apply(time, watermark: watermark)));
        return this;
    }

    /// <summary>Writes the changes.</summary>
    internal OneUser Commit()
    {
        if (State.TakeWindowChanges(Windows) is { } changes)
        {
            Write(changes);
        }

        return this;
    }

    internal void Write(WindowChanges changes)
    {
        foreach (WindowKey gone in changes.Gone)
        {
            _rows.Remove(gone);
        }

        foreach (WindowRow row in changes.Rows)
        {
            _rows[new WindowKey(row.Name, row.Window.Start)] = row.Window;
        }

        Late.AddRange(changes.Late.Select(late => $"{late.Event.Time}:{late.Windows}"));
    }

    /// <summary>Reloads the windows that an event needs.</summary>
    internal OneUser Reload(long time, long watermark = WatermarkTracker.None)
    {
        foreach (WindowReload reload in State.ReloadsFor(new UserEvent("u", 1, time), watermark, Windows))
        {
            WindowAggregate[] rows = [.. _rows.Where(row => row.Key.Name == reload.Name).Select(row => row.Value)
                .OrderBy(row => row.Start)];
            IEnumerable<WindowAggregate> wanted = rows.Where(row => row.Start >= reload.ScanFrom && row.Start < reload.To)
                .Concat(rows.Where(row => row.Start < reload.ScanFrom).TakeLast(1));
            State.Reload(reload, [.. wanted.Where(row => row.End > reload.From)]);
        }

        return this;
    }

    /// <summary>Replaces the state by its stored copy, as another process would load it.</summary>
    internal OneUser Restart()
    {
        using var codec = new UserStateCodec();
        State = UserStateCodec.Decode(codec.Encode(State), "u");
        return this;
    }

    /// <summary>The rows of a name after a commit, as <c>start..end:count</c>.</summary>
    internal string Rows(string name)
    {
        Commit();
        return string.Join(' ', _rows.Where(row => row.Key.Name == name).OrderBy(row => row.Key.Start)
            .Select(row => $"{row.Key.Start}..{row.Value.End}:{row.Value.Count}"));
    }
}

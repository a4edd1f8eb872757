using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Aggregation.Tests.Windows;

/// <summary>One user's state, and the rows that its commits have written.</summary>
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

    internal ApplyOutcome Apply(long time, double value = 1, long watermark = EventClock.None, string source = "s", int partition = 0) =>
        State.Apply(SourcePartition.Of(source, partition), Position.FromOffset(_offset++), new UserEvent("u", value, time), watermark, Windows);

    /// <summary>Applies events with a watermark, which need no recall.</summary>
    internal OneUser Apply(long[] times, long watermark = EventClock.None)
    {
        Assert.All(times, time => Assert.Equal(ApplyOutcome.Applied, Apply(time, watermark: watermark)));
        return this;
    }

    /// <summary>Has the changes written.</summary>
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

    /// <summary>Fetches what an event needs.</summary>
    internal OneUser Recall(long time, long watermark = EventClock.None)
    {
        foreach (WindowRecall recall in State.RecallsFor(new UserEvent("u", 1, time), watermark, Windows))
        {
            WindowAggregate[] rows = [.. _rows.Where(row => row.Key.Name == recall.Name).Select(row => row.Value).OrderBy(row => row.Start)];
            IEnumerable<WindowAggregate> wanted = rows.Where(row => row.Start >= recall.ScanFrom && row.Start < recall.To)
                .Concat(rows.Where(row => row.Start < recall.ScanFrom).TakeLast(1));
            State.Recall(recall, [.. wanted.Where(row => row.End > recall.From)]);
        }

        return this;
    }

    /// <summary>The process is another one now.</summary>
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

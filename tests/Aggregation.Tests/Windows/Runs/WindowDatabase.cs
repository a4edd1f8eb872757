using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Aggregation.Tests.Windows.Runs;

/// <summary>Simulates the tables that windows need.</summary>
internal sealed class WindowDatabase
{
    private readonly Dictionary<(string User, string Name, long Start), WindowAggregate> _rows = [];

    internal Dictionary<string, byte[]> States { get; } = [];

    /// <summary>Each user's events in the order in which they were applied.</summary>
    internal Dictionary<string, PlacedEvent[]> Applied { get; } = [];

    internal Dictionary<int, (int Next, WatermarkTracker Clock)> Progress { get; } = [];

    /// <summary>
    /// The ends of the logs while they are read: no event after those that were read is in the log yet. Only there can a
    /// partition be idle.
    /// </summary>
    internal Dictionary<int, int> LogEnds { get; } = [];

    /// <summary>The steps of idle partitions: the position and the watermark of each.</summary>
    internal List<(int Partition, int Next, long Watermark)> Steps { get; } = [];

    internal Dictionary<(SourcePartition Partition, long Offset), string> Late { get; } = [];

    internal HashSet<(SourcePartition Partition, long Offset)> Future { get; } = [];

    internal IEnumerable<ExpectedWindow> Rows => _rows.Select(row => new ExpectedWindow(
        row.Key.User, row.Key.Name, row.Key.Start, row.Value.End, row.Value.Count, row.Value.Total, row.Value.Min, row.Value.Max,
        row.Value.First, row.Value.Last));

    internal void Write(CommitOfUser commit)
    {
        States[commit.UserId] = commit.Payload;
        Applied[commit.UserId] = commit.Applied;
        if (commit.Changes is not { } changes)
        {
            return;
        }

        foreach (WindowKey gone in changes.Gone)
        {
            _rows.Remove((commit.UserId, gone.Name, gone.Start));
        }

        // Like Postgres, rejects a statement that writes a row twice.
        foreach (WindowRow row in changes.Rows.ToDictionary(row => (row.Name, row.Window.Start)).Values)
        {
            _rows[(commit.UserId, row.Name, row.Window.Start)] = row.Window;
        }

        foreach (LateEvent late in changes.Late)
        {
            Late.TryAdd((late.Partition, late.Position.ToOffset()), late.Windows);
        }
    }

    /// <summary>Returns exactly the rows of a reload.</summary>
    internal List<WindowAggregate> Read(string userId, WindowReload reload)
    {
        WindowAggregate[] rows =
            [.. _rows.Where(row => row.Key.User == userId && row.Key.Name == reload.Name).Select(row => row.Value)
                .OrderBy(row => row.Start)];
        IEnumerable<WindowAggregate> wanted = rows.Where(row => row.Start >= reload.ScanFrom && row.Start < reload.To)
            .Concat(rows.Where(row => row.Start < reload.ScanFrom).TakeLast(1));
        return [.. wanted.Where(row => row.End > reload.From)];
    }

    /// <summary>One user's part of a commit.</summary>
    internal sealed record CommitOfUser(string UserId, byte[] Payload, WindowChanges? Changes, PlacedEvent[] Applied);
}

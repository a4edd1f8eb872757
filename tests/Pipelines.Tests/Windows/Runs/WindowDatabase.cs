using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Pipelines.Tests.Windows.Runs;

/// <summary>Simulates the tables of the views.</summary>
internal sealed class WindowDatabase
{
    private readonly Dictionary<(string User, string View, long Start), ViewRow> _rows = [];

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

    /// <summary>The rows of the view of all events.</summary>
    internal IEnumerable<UserExpectation> Totals =>
        _rows.Values.Where(row => row.View.Windows is null).Select(row => EventWindows.TotalsOf(row.Values));

    /// <summary>The rows of the views with windows.</summary>
    internal IEnumerable<ExpectedWindow> Rows =>
        _rows.Values.Where(row => row.View.Windows is not null).Select(row => EventWindows.WindowOf(row));

    internal void Write(CommitOfUser commit)
    {
        States[commit.UserId] = commit.Payload;
        Applied[commit.UserId] = commit.Applied;
        if (commit.Changes is not { } changes)
        {
            return;
        }

        foreach (ViewRowKey gone in changes.Gone)
        {
            _rows.Remove((commit.UserId, gone.View.Name, gone.Start));
        }

        // Like Postgres, rejects a statement that writes a row twice.
        foreach (ViewRow row in changes.Rows.ToDictionary(row => (row.View.Name, row.Start)).Values)
        {
            _rows[(commit.UserId, row.View.Name, row.Start)] = row;
        }

        foreach (LateRecord late in changes.Late)
        {
            Late.TryAdd((late.Partition, late.Position.ToOffset()), late.Views);
        }
    }

    /// <summary>Returns exactly the windows of a reload.</summary>
    internal List<StoredWindow> Read(string userId, ViewReload reload)
    {
        ViewRow[] rows =
            [.. _rows.Where(row => row.Key.User == userId && row.Key.View == reload.View.Name).Select(row => row.Value)
                .OrderBy(row => row.Start)];
        IEnumerable<ViewRow> wanted = rows.Where(row => row.Start >= reload.ScanFrom && row.Start < reload.To)
            .Concat(rows.Where(row => row.Start < reload.ScanFrom).TakeLast(1));
        return
        [
            .. wanted.Where(row => row.End > reload.From)
                .Select(row => new StoredWindow(row.Start, row.End, row.Accumulators)),
        ];
    }

    /// <summary>One user's part of a commit.</summary>
    internal sealed record CommitOfUser(string UserId, byte[] Payload, ViewChanges? Changes, PlacedEvent[] Applied);
}

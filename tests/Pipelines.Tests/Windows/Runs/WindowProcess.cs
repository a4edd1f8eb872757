using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Pipelines.Tests.Windows.Runs;

/// <summary>Simulates a process that reads partitions and counts users' events like an engine, without threads.</summary>
internal sealed class WindowProcess
{
    private readonly WindowCase _case;
    private readonly WindowDatabase _database;
    private readonly Coverage _coverage;
    private readonly EventWindows _windows;
    private readonly (int Next, WatermarkTracker Clock)[] _partitions;
    private readonly Dictionary<string, User> _users = [];
    private List<(SourcePartition Partition, long Offset)> _future = [];
    private Commit? _running;

    internal WindowProcess(WindowCase @case, EventWindows windows, WindowDatabase database, Coverage coverage)
    {
        _case = @case;
        _database = database;
        _coverage = coverage;
        _windows = windows;
        _partitions = [.. Enumerable.Range(0, @case.Log.Count).Select(Durable)];
    }

    internal void Read(int partition, int count)
    {
        // Until a step is durable, records are held.
        if (_running?.Step?.Partition == partition)
        {
            return;
        }

        for (int i = 0; i < count && _partitions[partition].Next < _case.Log[partition].Count; i++)
        {
            PlacedEvent placed = _case.Log[partition][_partitions[partition].Next++];
            _database.LogEnds[partition] = Math.Max(_database.LogEnds.GetValueOrDefault(partition), _partitions[partition].Next);
            long watermark = _partitions[partition].Clock.Watermark;
            if (_partitions[partition].Clock.Observe(placed.Time, placed.Recorded, _case.Clock))
            {
                Hand(placed, watermark);
            }
            else
            {
                _coverage.Future++;
                _future.Add((placed.Partition, placed.Offset));
            }
        }
    }

    internal void BeginCommit(bool withProgress, Func<string, bool> isChosen)
    {
        if (_running is not null)
        {
            return;
        }

        _running = new Commit(
            [.. _users.Where(user => user.Value.IsDirty && isChosen(user.Key)).Select(user => Take(user.Key, user.Value))]);
        if (withProgress && !_users.Values.Any(user => user.IsDirty))
        {
            _running.Progress = [.. _partitions];
            (_running.Future, _future) = (_future, []);
        }
    }

    internal void BeginStep(int partition, long elapsed)
    {
        if (_running is null && _database.Progress.ContainsKey(partition) && _partitions[partition] == Durable(partition)
            && _partitions[partition].Next == _database.LogEnds[partition])
        {
            (int next, WatermarkTracker clock) = _partitions[partition];
            long now = clock.Watermark == WatermarkTracker.None ? 0 : clock.Watermark + elapsed + _case.Clock.OutOfOrderness;
            _running = new Commit([]) { Step = (partition, next, clock.After(elapsed, now, _case.Clock).Watermark) };
        }
    }

    internal void EndCommit(bool lands)
    {
        if (_running is not { } commit)
        {
            return;
        }

        _running = null;
        if (lands)
        {
            Land(commit);
            return;
        }

        _coverage.LostSteps += commit.Step is null ? 0 : 1;
        _future.AddRange(commit.Future);
        foreach (WindowDatabase.CommitOfUser part in commit.Users)
        {
            User user = _users[part.UserId];
            user.IsDirty = true;
            if (part.Changes is { } changes)
            {
                _coverage.TakenBack++;
                user.State.RestoreChanges(changes);
            }
        }
    }

    /// <summary>The process crashes.</summary>
    internal void Die(bool lands)
    {
        _coverage.Crashes++;
        if (lands && _running is { } commit)
        {
            Land(commit);
        }
    }

    internal void Rewind(int partition) => _partitions[partition] = Durable(partition);

    internal void Drop(string userId)
    {
        if (_users.TryGetValue(userId, out User? user)
            && !user.IsDirty && _running?.Users.Exists(part => part.UserId == userId) != true)
        {
            _users.Remove(userId);
        }
    }

    private void Hand(in PlacedEvent placed, long watermark)
    {
        User user = Find(placed.UserId);
        var userEvent = new UserEvent(placed.UserId, placed.Value, placed.Time);
        Position position = Position.FromOffset(placed.Offset);
        Row row = _windows.RowOf(userEvent);
        EventOutcome outcome;
        int reloads = 0;
        while ((outcome = user.State.Apply(
            row, placed.Partition, position, watermark, new OriginalRecord(userEvent), out _)) == EventOutcome.NeedsReload)
        {
            Assert.True(
                ++reloads <= _case.Definitions.Count, "A reload must return all requested windows; none is requested twice.");
            Reload(user, placed.UserId, row, watermark);
        }

        if (outcome == EventOutcome.Skipped)
        {
            _coverage.Skipped++;
            return;
        }

        Assert.Equal(EventOutcome.Applied, outcome);
        _coverage.Applied++;
        user.Applied.Add(placed);
        user.IsDirty = true;
    }

    // All changes of the user must be durable before its rows are loaded.
    private void Reload(User user, string userId, Row row, long watermark)
    {
        EndCommit(lands: true);
        BeginCommit(withProgress: false, chosen => chosen == userId);
        EndCommit(lands: true);
        foreach (ViewReload reload in user.State.ReloadsFor(row, watermark))
        {
            List<StoredWindow> rows = _database.Read(userId, reload);
            _coverage.Reloads++;
            _coverage.RecalledRows += rows.Count;
            user.State.Reload(reload, rows);
        }
    }

    private User Find(string userId)
    {
        if (_users.TryGetValue(userId, out User? known))
        {
            return known;
        }

        User user;
        if (_database.States.TryGetValue(userId, out byte[]? payload))
        {
            _coverage.Restored++;
            user = new User(_windows.Decode(payload, userId), [.. _database.Applied[userId]]);
        }
        else
        {
            user = new User(_windows.StateOf(userId), []);
        }

        _users.Add(userId, user);
        return user;
    }

    private WindowDatabase.CommitOfUser Take(string userId, User user)
    {
        user.IsDirty = false;
        ViewChanges? changes = user.State.TakeChanges(_case.MaxOpen);
        Assert.InRange(user.State.OpenWindows, 0, _case.MaxOpen);
        _coverage.Evicted += changes?.Evicted ?? 0;
        _coverage.Gone += changes?.Gone.Count ?? 0;
        _coverage.Late += changes?.Late.Count ?? 0;
        using var codec = new KeyStateCodec();
        return new WindowDatabase.CommitOfUser(userId, codec.Encode(user.State), changes, [.. user.Applied]);
    }

    private void Land(Commit commit)
    {
        commit.Users.ForEach(_database.Write);
        if (commit.Step is { } step)
        {
            Land(step);
        }

        _database.Future.UnionWith(commit.Future);
        for (int partition = 0; partition < commit.Progress?.Length; partition++)
        {
            // Progress never decreases, as in the real table.
            if (commit.Progress[partition].Next > Durable(partition).Next)
            {
                _database.Progress[partition] = commit.Progress[partition];
            }
        }
    }

    // A later position has been written if the partition was rewound in between; the step is refused then.
    private void Land((int Partition, int Next, long Watermark) step)
    {
        (int next, WatermarkTracker clock) = Durable(step.Partition);
        if (next != step.Next || step.Watermark == WatermarkTracker.None)
        {
            return;
        }

        _coverage.Steps++;
        _database.Steps.Add(step);
        _database.Progress[step.Partition] = (next, new WatermarkTracker(Math.Max(clock.Watermark, step.Watermark)));
        _partitions[step.Partition].Clock =
            new WatermarkTracker(Math.Max(_partitions[step.Partition].Clock.Watermark, step.Watermark));
    }

    private (int Next, WatermarkTracker Clock) Durable(int partition) =>
        _database.Progress.GetValueOrDefault(partition, (0, WatermarkTracker.Start));

    private sealed class User(KeyState state, List<PlacedEvent> applied)
    {
        internal KeyState State { get; } = state;

        internal List<PlacedEvent> Applied { get; } = applied;

        internal bool IsDirty { get; set; }
    }

    private sealed class Commit(List<WindowDatabase.CommitOfUser> users)
    {
        internal List<WindowDatabase.CommitOfUser> Users { get; } = users;

        internal (int Next, WatermarkTracker Clock)[]? Progress { get; set; }

        internal (int Partition, int Next, long Watermark)? Step { get; init; }

        internal List<(SourcePartition Partition, long Offset)> Future { get; set; } = [];
    }
}

using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Standalone;

/// <summary>
/// Loads the states of users that are not in memory, and windows that were evicted from states in memory. All that were
/// requested while the last load ran are loaded together, with one statement of each kind. Their events are pending here,
/// in order.
/// </summary>
internal sealed class UserLoader(
    RecordCounter counter,
    DatabaseRetry retry,
    Mailbox mailbox,
    PartitionTable partitions,
    Action<Exception> fail)
{
    private readonly List<UserEntry> _queued = [];
    private List<UserEntry>? _loading;

    /// <summary>Called with each user that is ready, and with its pending events, which are to be applied.</summary>
    internal Action<UserEntry, List<PendingEvent>>? Loaded { get; set; }

    /// <summary>
    /// Called with each user whose state cannot be read, the reason, and the partitions of its pending events, which are
    /// discarded.
    /// </summary>
    internal Action<UserEntry, string, IReadOnlyList<TrackedPartition>>? Damaged { get; set; }

    internal int QueuedUsers => _queued.Count;

    internal int PendingEvents { get; private set; }

    /// <summary>The approximate memory of the pending events.</summary>
    internal long PendingBytes { get; private set; }

    internal bool IsIdle => _loading is null && _queued.Count == 0;

    internal static bool HasPending(UserEntry entry, TrackedPartition partition) =>
        entry.Pending?.Exists(pending => ReferenceEquals(pending.Partition, partition)) == true;

    /// <summary>Keeps an event until its user is loaded.</summary>
    internal void AddPending(UserEntry entry, in PendingEvent pending)
    {
        if (entry.Pending is null)
        {
            entry.Pending = [];
            _queued.Add(entry);
        }

        // The content of a record is valid only until the next one is read.
        entry.Pending.Add(pending with { Record = pending.Record.Keep() });
        PendingEvents++;
        PendingBytes += pending.Bytes;
        TrackedPartition partition = pending.Partition;
        if (entry.IsLoading)
        {
            partition.LoadingFloor = Lower(partition.LoadingFloor, pending.Floor);
        }
        else
        {
            partition.QueuedFloor = Lower(partition.QueuedFloor, pending.Floor);
        }
    }

    /// <summary>Starts a load if none runs and a queued user can be loaded.</summary>
    /// <param name="maxUsers">The maximum number of users who are not in memory.</param>
    /// <param name="cancellationToken">Ends the retries of the load.</param>
    internal void StartIfIdle(int maxUsers, CancellationToken cancellationToken)
    {
        if (_loading is not null || _queued.Count == 0)
        {
            return;
        }

        int absent = 0;
        var loading = new List<UserEntry>();
        var waiting = new List<UserEntry>();
        foreach (UserEntry entry in _queued)
        {
            if (entry.IsDropped)
            {
                continue;
            }

            bool isTaken = entry.State is null ? absent < maxUsers : CanBeReloaded(entry);
            absent += isTaken && entry.State is null ? 1 : 0;
            (isTaken ? loading : waiting).Add(entry);
        }

        _queued.Clear();
        _queued.AddRange(waiting);
        if (loading.Count == 0)
        {
            return;
        }

        _loading = loading;
        foreach (TrackedPartition partition in partitions.All)
        {
            partition.LoadingFloor = partition.QueuedFloor;
            partition.QueuedFloor = null;
        }

        LowerQueuedFloors(_queued);
        loading.ForEach(entry => entry.IsLoading = true);
        UserEntry[] unloaded = [.. loading.Where(entry => entry.State is null)];
        (UserEntry Entry, StateReload Reload)[] evicted =
        [
            .. loading
                .Where(entry => entry.State is not null)
                .SelectMany(entry => entry.Reloads!.Select(reload => (entry, reload))),
        ];
        _ = Task.Run(
            async () =>
            {
                try
                {
                    string[] ids = Array.ConvertAll(unloaded, entry => entry.Id);
                    LoadedState[] users = ids.Length == 0
                        ? []
                        : await retry.RunAsync("loading users", token => counter.LoadAsync(ids, token), cancellationToken);
                    StateReload[] requests = Array.ConvertAll(evicted, request => request.Reload);
                    Action?[] windows = requests.Length == 0
                        ? []
                        : await retry.RunAsync(
                            "reloading windows", token => counter.ReloadAsync(requests, token), cancellationToken);
                    mailbox.Post(() => Finish(loading, unloaded, users, evicted, windows));
                }
                catch (Exception e)
                {
                    mailbox.Post(() => fail(e));
                }
            },
            CancellationToken.None);
    }

    /// <summary>Discards the pending events of a partition. They are delivered again, here or to the next owner.</summary>
    internal void Discard(TrackedPartition partition)
    {
        partition.QueuedFloor = null;
        partition.LoadingFloor = null;
        foreach (UserEntry entry in _queued.Concat(_loading ?? []))
        {
            foreach (PendingEvent pending in entry.Pending!.Where(pending => ReferenceEquals(pending.Partition, partition)))
            {
                PendingEvents--;
                PendingBytes -= pending.Bytes;
            }

            entry.Pending!.RemoveAll(pending => ReferenceEquals(pending.Partition, partition));
        }
    }

    // Window rows are complete only when all windows that were evicted from the state are durable.
    private static bool CanBeReloaded(UserEntry entry) => entry is { IsDirty: false, IsInCommit: false };

    private static Checkpoint Lower(Checkpoint? floor, Checkpoint other) =>
        floor is { } known && known.Next < other.Next ? known : other;

    private static void LowerQueuedFloors(IEnumerable<UserEntry> entries)
    {
        foreach (PendingEvent pending in entries.SelectMany(entry => entry.Pending!))
        {
            pending.Partition.QueuedFloor = Lower(pending.Partition.QueuedFloor, pending.Floor);
        }
    }

    // The size of a load is bounded: the last users and windows may not have been loaded.
    private void Finish(
        List<UserEntry> loading,
        UserEntry[] unloaded,
        LoadedState[] users,
        (UserEntry Entry, StateReload Reload)[] evicted,
        Action?[] windows)
    {
        _loading = null;
        foreach (TrackedPartition partition in partitions.All)
        {
            partition.LoadingFloor = null;
        }

        for (int i = 0; i < users.Length; i++)
        {
            unloaded[i].Version = users[i].Version;
            unloaded[i].State = users[i].State;
        }

        HashSet<UserEntry> left = [.. unloaded.AsSpan(users.Length)];
        for (int i = 0; i < windows.Length; i++)
        {
            if (windows[i] is { } restore)
            {
                restore();
            }
            else
            {
                left.Add(evicted[i].Entry);
            }
        }

        _queued.InsertRange(0, loading.Where(left.Contains));
        LowerQueuedFloors(left);
        foreach (UserEntry entry in loading)
        {
            entry.IsLoading = false;
        }

        foreach (UserEntry entry in loading.Where(entry => !left.Contains(entry)))
        {
            List<PendingEvent> pending = entry.Pending!;
            entry.Pending = null;
            entry.Reloads = null;
            PendingEvents -= pending.Count;
            PendingBytes -= pending.Sum(waiting => waiting.Bytes);
            if (entry.State!.Damage is { } damage)
            {
                Damaged!(entry, damage, [.. pending.Select(waiting => waiting.Partition).Distinct()]);
            }
            else
            {
                Loaded!(entry, pending);
            }
        }
    }
}

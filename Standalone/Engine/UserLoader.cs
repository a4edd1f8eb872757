using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Hosting;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Windows;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>
/// Fetches the states of users that are not in memory, and windows that states in memory have let go of: all that
/// were asked for while the last fetch ran, with one statement of each kind. Their events wait here, in order.
/// </summary>
internal sealed class UserLoader(
    StateReader states, WindowRecallReader recalls, DatabaseRetry retry, Mailbox mailbox, PartitionTable partitions, Action<Exception> fail)
{
    private readonly List<UserEntry> _queued = [];
    private List<UserEntry>? _loading;

    /// <summary>Called with each user who is ready, and whose parked events are to be applied.</summary>
    internal Action<UserEntry, List<ParkedEvent>>? Loaded { get; set; }

    internal int QueuedUsers => _queued.Count;

    internal int ParkedEvents { get; private set; }

    internal bool IsIdle => _loading is null && _queued.Count == 0;

    internal static bool HasParked(UserEntry entry, TrackedPartition partition) =>
        entry.Parked?.Exists(parked => ReferenceEquals(parked.Partition, partition)) == true;

    /// <summary>Keeps an event until its user is ready for it.</summary>
    internal void Park(UserEntry entry, in ParkedEvent parked)
    {
        if (entry.Parked is null)
        {
            entry.Parked = [];
            _queued.Add(entry);
        }

        entry.Parked.Add(parked);
        ParkedEvents++;
        TrackedPartition partition = parked.Partition;
        if (entry.IsLoading)
        {
            partition.LoadingFloor = Lower(partition.LoadingFloor, parked.Floor);
        }
        else
        {
            partition.QueuedFloor = Lower(partition.QueuedFloor, parked.Floor);
        }
    }

    /// <summary>Starts a fetch if none runs and somebody waits who can be served.</summary>
    internal void StartIfIdle(CancellationToken cancellationToken)
    {
        if (_loading is not null || _queued.Count == 0)
        {
            return;
        }

        _queued.RemoveAll(entry => entry.IsDropped);
        List<UserEntry> loading = _queued.FindAll(CanBeServed);
        if (loading.Count == 0)
        {
            return;
        }

        _loading = loading;
        _queued.RemoveAll(CanBeServed);
        foreach (TrackedPartition partition in partitions.All)
        {
            partition.LoadingFloor = partition.QueuedFloor;
            partition.QueuedFloor = null;
        }

        foreach (ParkedEvent parked in _queued.SelectMany(entry => entry.Parked!))
        {
            parked.Partition.QueuedFloor = Lower(parked.Partition.QueuedFloor, parked.Floor);
        }

        loading.ForEach(entry => entry.IsLoading = true);
        UserEntry[] unknown = [.. loading.Where(entry => entry.State is null)];
        (UserEntry Entry, WindowRecall Recall)[] lacking =
            [.. loading.Where(entry => entry.State is not null).SelectMany(entry => entry.Recalls!.Select(recall => (entry, recall)))];
        _ = Task.Run(
            async () =>
            {
                try
                {
                    string[] ids = Array.ConvertAll(unknown, entry => entry.Id);
                    StoredUser[] stored = ids.Length == 0
                        ? []
                        : await retry.RunAsync("loading users", token => states.LoadUsersAsync(ids, token), cancellationToken);
                    UserState[] decoded = new UserState[stored.Length];
                    for (int i = 0; i < decoded.Length; i++)
                    {
                        decoded[i] = Decode(ids[i], stored[i].Payload);
                    }

                    (string, WindowRecall)[] questions = Array.ConvertAll(lacking, ask => (ask.Entry.Id, ask.Recall));
                    IReadOnlyList<WindowAggregate>[] windows = questions.Length == 0
                        ? []
                        : await retry.RunAsync("recalling windows", token => recalls.ReadAsync(questions, token), cancellationToken);
                    mailbox.Post(() => Finish(loading, unknown, stored, decoded, lacking, windows));
                }
                catch (Exception e)
                {
                    mailbox.Post(() => fail(e));
                }
            },
            CancellationToken.None);
    }

    /// <summary>Forgets what waits of a partition: it will be delivered again, or to somebody else.</summary>
    internal void Forget(TrackedPartition partition)
    {
        partition.QueuedFloor = null;
        partition.LoadingFloor = null;
        foreach (UserEntry entry in _queued.Concat(_loading ?? []))
        {
            ParkedEvents -= entry.Parked!.RemoveAll(parked => ReferenceEquals(parked.Partition, partition));
        }
    }

    // Rows are complete only when everything that the state has let go of is durable.
    private static bool CanBeServed(UserEntry entry) => entry.State is null || entry is { IsDirty: false, IsInCommit: false };

    private static PartitionProgress Lower(PartitionProgress? floor, PartitionProgress other) =>
        floor is { } known && known.Next < other.Next ? known : other;

    private static UserState Decode(string userId, byte[]? payload)
    {
        try
        {
            return payload is null ? new UserState(userId) : UserStateCodec.Decode(payload, userId);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"User '{userId}': {e.Message}", e);
        }
    }

    private void Finish(
        List<UserEntry> loaded,
        UserEntry[] unknown,
        StoredUser[] stored,
        UserState[] decoded,
        (UserEntry Entry, WindowRecall Recall)[] lacking,
        IReadOnlyList<WindowAggregate>[] windows)
    {
        _loading = null;
        foreach (TrackedPartition partition in partitions.All)
        {
            partition.LoadingFloor = null;
        }

        for (int i = 0; i < unknown.Length; i++)
        {
            unknown[i].Version = stored[i].Version;
            unknown[i].State = decoded[i];
        }

        for (int i = 0; i < lacking.Length; i++)
        {
            lacking[i].Entry.State!.Recall(lacking[i].Recall, windows[i]);
        }

        foreach (UserEntry entry in loaded)
        {
            List<ParkedEvent> parked = entry.Parked!;
            entry.Parked = null;
            entry.IsLoading = false;
            entry.Recalls = null;
            ParkedEvents -= parked.Count;
            Loaded!(entry, parked);
        }
    }
}

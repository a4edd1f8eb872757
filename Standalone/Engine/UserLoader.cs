using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Hosting;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Standalone.Engine;

/// <summary>
/// Fetches the states of users that are not in memory: all that were asked for while the last fetch ran, with
/// one statement. Their events wait here, in order.
/// </summary>
internal sealed class UserLoader(StateReader states, DatabaseRetry retry, Mailbox mailbox, PartitionTable partitions, Action<Exception> fail)
{
    private List<UserEntry> _queued = [];
    private List<UserEntry>? _loading;

    /// <summary>Called with each user whose state has arrived and whose parked events are to be applied.</summary>
    internal Action<UserEntry, List<ParkedEvent>>? Loaded { get; set; }

    internal int QueuedUsers => _queued.Count;

    internal int ParkedEvents { get; private set; }

    internal bool IsIdle => _loading is null && _queued.Count == 0;

    /// <summary>Keeps an event until its user's state is there.</summary>
    internal void Park(UserEntry entry, TrackedPartition partition, in SourceRecord record)
    {
        if (entry.Parked is null)
        {
            entry.Parked = [];
            _queued.Add(entry);
        }

        entry.Parked.Add(new ParkedEvent(partition, record.Position, record.Event));
        ParkedEvents++;
        if (entry.IsLoading)
        {
            partition.LoadingFloor ??= record.Position;
        }
        else
        {
            partition.QueuedFloor ??= record.Position;
        }
    }

    /// <summary>Starts a fetch if none runs and somebody waits.</summary>
    internal void StartIfIdle(CancellationToken cancellationToken)
    {
        if (_loading is not null || _queued.Count == 0)
        {
            return;
        }

        List<UserEntry> loading = _queued;
        _loading = loading;
        _queued = [];
        foreach (TrackedPartition partition in partitions.All)
        {
            partition.LoadingFloor = partition.QueuedFloor;
            partition.QueuedFloor = null;
        }

        string[] ids = new string[loading.Count];
        for (int i = 0; i < ids.Length; i++)
        {
            loading[i].IsLoading = true;
            ids[i] = loading[i].Id;
        }

        _ = Task.Run(
            async () =>
            {
                try
                {
                    StoredUser[] stored = await retry.RunAsync("loading users", token => states.LoadUsersAsync(ids, token), cancellationToken);
                    UserState[] decoded = new UserState[stored.Length];
                    for (int i = 0; i < decoded.Length; i++)
                    {
                        decoded[i] = Decode(ids[i], stored[i].Payload);
                    }

                    mailbox.Post(() => Finish(loading, stored, decoded));
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

    private void Finish(List<UserEntry> loaded, StoredUser[] stored, UserState[] decoded)
    {
        _loading = null;
        foreach (TrackedPartition partition in partitions.All)
        {
            partition.LoadingFloor = null;
        }

        for (int i = 0; i < loaded.Count; i++)
        {
            UserEntry entry = loaded[i];
            List<ParkedEvent> parked = entry.Parked!;
            entry.Parked = null;
            entry.IsLoading = false;
            entry.Version = stored[i].Version;
            entry.State = decoded[i];
            ParkedEvents -= parked.Count;
            Loaded!(entry, parked);
        }
    }
}

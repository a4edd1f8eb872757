using System.Runtime.InteropServices;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// One partition on the silo that reads it: what was read and not handed out (the inbox), what was handed out and
/// not taken by the grain (the offered polls), and how much of what the grain took is not durable yet. The silo's
/// reader, the stream's agent and the grain meet here, each on a thread of its own.
/// A reading of the partition is an epoch; a rewind ends it, and whatever still comes of it is void.
/// </summary>
internal sealed class PartitionFlow(
    SourcePartition identity, SiloAddress reader, UserBudget budget, EventClockSettings clockSettings, TimeProvider time)
{
    // Enough for the agent to have the next one at hand; more would only make polls smaller.
    private const int MaxOffered = 2;

    private const int LargestFirstInbox = 50_000;
    private const double FewestUsersPerRecord = 0.001;

    private static long _lastEpoch;

    private readonly Lock _gate = new();
    private readonly List<SourceRecord> _inbox = [];
    private readonly List<PartitionPoll> _offered = [];
    private TaskCompletionSource<bool>? _drained;
    private Action<string>? _rewindRequested;
    private Position _settled;
    private EventClock _clock = EventClock.Start;
    private long _epoch = NewEpoch();
    private long _nextIndex;
    private long _nextSequence;
    private long _offeredAt;
    private long _inboxRaw;
    private long _acceptedRaw;
    private int _accepted;
    private int _rewinds;
    private double _usersPerRecord = 1;
    private bool _lostPoll;

    internal SourcePartition Identity => identity;

    internal int Number => identity.Partition;

    internal RateMeter Rate { get; } = new(time);

    internal PartitionState State { get; private set; } = PartitionState.Positioning;

    internal string? Error { get; private set; }

    internal Position Start { get; private set; }

    /// <summary>The first position that was not read yet.</summary>
    internal Position Next { get; private set; }

    /// <summary>Everything below is durable; null where nothing is known to be.</summary>
    internal Position? Durable { get; private set; }

    /// <summary>The log's end when it was asked for last.</summary>
    internal Position? KnownEnd { get; private set; }

    /// <summary>Which reading of the partition this is.</summary>
    internal long Epoch => Volatile.Read(ref _epoch);

    /// <summary>How often it was rewound since something became durable.</summary>
    internal int RewindsInARow => Volatile.Read(ref _rewinds);

    /// <summary>Records read and not durable yet.</summary>
    internal int InFlight
    {
        get
        {
            lock (_gate)
            {
                return _inbox.Count + _offered.Sum(poll => poll.Count) + _accepted;
            }
        }
    }

    private long RawBytes
    {
        get
        {
            lock (_gate)
            {
                return _inboxRaw + _offered.Sum(poll => poll.RawBytes) + _acceptedRaw;
            }
        }
    }

    /// <summary>Records in flight at the most.</summary>
    internal int Bound { get; set; } = int.MaxValue;

    /// <summary>Bytes of records that are no events, read and not durable as dead letters yet, at the most.</summary>
    internal long RawBound { get; set; } = long.MaxValue;

    internal bool IsFull => InFlight >= Bound || RawBytes >= RawBound;

    /// <summary>Whether reading is worth resuming.</summary>
    internal bool HasRoom => InFlight <= Bound / 2 && RawBytes <= RawBound / 2;

    /// <summary>Sets who takes the partition back to its durable position. Called with the reason, on any thread.</summary>
    internal void OnRewind(Action<string> requested) => _rewindRequested = requested;

    /// <summary>A reading begins.</summary>
    /// <returns>Its epoch.</returns>
    internal long Begin(Position? durable, Position start, EventClock clock, Position end)
    {
        lock (_gate)
        {
            Discard();
            RaiseDurable(durable);
            (Start, Next, _settled, KnownEnd) = (start, start, start, end);
            _clock = clock;
            State = PartitionState.Reading;
            return _epoch;
        }
    }

    /// <summary>Reads no more until an operator has decided.</summary>
    internal void Stop(string error, Position? durable, Position? end)
    {
        lock (_gate)
        {
            Discard();
            RaiseDurable(durable);
            KnownEnd = end ?? KnownEnd;
            Error = error;
            State = PartitionState.Stopped;
        }
    }

    /// <summary>Takes what was read; false where the reading it belongs to is over.</summary>
    internal bool Append(long epoch, in SourceRecord record)
    {
        lock (_gate)
        {
            if (epoch != _epoch)
            {
                return false;
            }

            if (_inbox.Capacity == 0)
            {
                // At once: grown step by step it would leave large arrays behind.
                _inbox.EnsureCapacity(Math.Min(Bound, LargestFirstInbox));
            }

            _inbox.Add(record);
            _inboxRaw += record.Raw?.Length ?? 0;
            Next = record.Position.Next;
            return true;
        }
    }

    /// <summary>Shows whether the source is told to pause.</summary>
    internal void SetPaused(bool paused)
    {
        lock (_gate)
        {
            if (State is PartitionState.Reading or PartitionState.Paused)
            {
                State = paused ? PartitionState.Paused : PartitionState.Reading;
            }
        }
    }

    /// <summary>
    /// Makes a poll of what was read. With nothing on its way a poll takes whatever there is; else it waits until
    /// there is as much as it may take. So polls are the larger the longer writing takes: calls and writes cost by
    /// the user, and a user's events in one poll are one of each.
    /// </summary>
    internal PartitionPoll? Take(int maxRecords)
    {
        lock (_gate)
        {
            int most = (int)Math.Min(Math.Min(maxRecords, Math.Max(1, Bound / 2)), budget.Limit / _usersPerRecord);
            int count = Math.Min(_inbox.Count, most);
            bool isBusy = _accepted > 0 || _offered.Count > 0;
            if (count == 0 || _offered.Count >= MaxOffered || (isBusy && count < most))
            {
                return null;
            }

            // Room for less than half of it would make polls many and small.
            int room = (int)(budget.Remaining / _usersPerRecord);
            if (room < (count + 1) / 2)
            {
                return null;
            }

            count = Math.Min(count, room);
            int users = (int)Math.Ceiling(count * _usersPerRecord);
            budget.Enter(users);
            var poll = new PartitionPoll(Number, reader, _epoch, _nextIndex++, _nextSequence++, users, _clock, clockSettings, CollectionsMarshal.AsSpan(_inbox)[..count]);
            _clock = poll.Next.Clock;
            _inbox.RemoveRange(0, count);
            _inboxRaw -= poll.RawBytes;
            if (_offered.Count == 0)
            {
                _offeredAt = time.GetTimestamp();
            }

            _offered.Add(poll);
            return poll;
        }
    }

    /// <summary>A poll that the grain should have had by now: the agent has lost it, or the way to the grain.</summary>
    internal PartitionPoll? Overdue(TimeSpan after)
    {
        lock (_gate)
        {
            if (_offered.Count == 0 || time.GetElapsedTime(_offeredAt) < after)
            {
                return null;
            }

            _offeredAt = time.GetTimestamp();
            return _offered[0];
        }
    }

    /// <summary>The first poll behind a place in the stream that the grain has not taken; null where there is none.</summary>
    internal PartitionPoll? OfferedAfter(long sequence)
    {
        lock (_gate)
        {
            foreach (PartitionPoll poll in _offered)
            {
                if (poll.Sequence > sequence)
                {
                    return poll;
                }
            }

            return null;
        }
    }

    /// <summary>
    /// The grain has taken a poll; false where its reading is over. From here on the grain answers for the users'
    /// budget.
    /// </summary>
    internal bool Accept(PartitionPoll poll)
    {
        lock (_gate)
        {
            if (poll.Epoch != _epoch || !_offered.Remove(poll))
            {
                return false;
            }

            _accepted += poll.Count;
            _acceptedRaw += poll.RawBytes;
            _offeredAt = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>
    /// A poll that was taken has so many users, who are on the grain's account now. The next one is expected to have
    /// as many in proportion.
    /// </summary>
    internal void HandedOut(PartitionPoll poll, int users)
    {
        budget.Leave(poll.ExpectedUsers);
        lock (_gate)
        {
            _usersPerRecord = Math.Max(FewestUsersPerRecord, (double)users / poll.Count);
        }
    }

    /// <summary>A poll that was taken is over, durable or not.</summary>
    internal void Release(PartitionPoll poll, bool durable)
    {
        if (durable)
        {
            Rate.Add(poll.Count);
        }

        lock (_gate)
        {
            _accepted -= poll.Count;
            _acceptedRaw -= poll.RawBytes;
            _lostPoll |= !durable;
            EndDrain();
        }
    }

    /// <summary>Everything below a position is durable, and about to be said so in the database.</summary>
    internal void Settle(Position settled)
    {
        lock (_gate)
        {
            _settled = settled > _settled ? settled : _settled;
        }
    }

    /// <summary>The database says so.</summary>
    internal void Written(Position durable)
    {
        lock (_gate)
        {
            RaiseDurable(durable);
            _rewinds = 0;
            EndDrain();
        }
    }

    /// <summary>Ends a reading, and has the partition read again from its durable position.</summary>
    internal void Rewind(long epoch, string reason)
    {
        lock (_gate)
        {
            if (epoch != _epoch || State is PartitionState.Stopped or PartitionState.Positioning)
            {
                return;
            }

            Discard();
            _rewinds++;
            State = PartitionState.Positioning;
        }

        _rewindRequested?.Invoke(reason);
    }

    /// <summary>
    /// Ends the last reading. What the grain has taken goes on; what it has not is read by the next owner.
    /// </summary>
    /// <returns>Completes when nothing of it is on its way any more; true where all of it is durable and the database says so.</returns>
    internal Task<bool> CloseAsync()
    {
        lock (_gate)
        {
            Discard();
            State = PartitionState.Positioning;
            _lostPoll = false;
            _drained = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            EndDrain();
            return _drained.Task;
        }
    }

    private static long NewEpoch() => Interlocked.Increment(ref _lastEpoch);

    // Under the lock.
    private void Discard()
    {
        Volatile.Write(ref _epoch, NewEpoch());
        _inbox.Clear();
        _inboxRaw = 0;
        budget.Leave(_offered.Sum(poll => poll.ExpectedUsers));
        _offered.Clear();
        _nextIndex = 0;
    }

    private void RaiseDurable(Position? durable)
    {
        if (durable is { } position && !(Durable >= position))
        {
            Durable = position;
        }
    }

    private void EndDrain()
    {
        if (_accepted == 0 && (_lostPoll || !((Durable ?? Start) < _settled)))
        {
            _drained?.TrySetResult(!_lostPoll);
        }
    }
}

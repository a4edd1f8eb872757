using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Aggregation.State;

/// <summary>
/// The running aggregate of one user, with the fence that makes applying an event twice the same as applying it
/// once. Not thread-safe: an engine gives each user one owner.
/// </summary>
public sealed class UserState
{
    private Fence _fence;
    private UserWindows? _windows;

    /// <summary>A state of nobody yet, as Orleans makes them: <see cref="Own"/> gives it its user.</summary>
    public UserState()
    {
    }

    /// <summary>A state without events.</summary>
    public UserState(string userId) => Own(userId);

    /// <summary>
    /// Whose state this is; null only where nobody has said so yet: payloads of earlier builds do not name their
    /// user.
    /// </summary>
    public string? UserId { get; private set; }

    /// <summary>How many events were applied.</summary>
    public long Count { get; internal set; }

    /// <summary>
    /// The sum of their values, added as doubles in the order in which they were applied (round to nearest, ties
    /// to even, at each step).
    /// </summary>
    public double TotalValue { get; internal set; }

    /// <summary>The highest event time applied, milliseconds since the epoch; 0 before the first event.</summary>
    public long LastEventTime { get; internal set; }

    internal ReadOnlySpan<Fence.Entry> FenceEntries => _fence.Entries;

    /// <summary>About how many window rows <see cref="TakeWindowChanges"/> would hand over now; for bounds.</summary>
    public int PendingWindowRows => _windows?.PendingRows ?? 0;

    /// <summary>What <see cref="BeginWrite"/> took, for a storage that has to put it into the payload.</summary>
    public WindowChanges? OutgoingWindowChanges { get; private set; }

    /// <summary>How many windows it keeps open.</summary>
    public int OpenWindows => _windows?.Tracks.Sum(track => track.Count) ?? 0;

    internal IReadOnlyList<WindowTrack> WindowTracks => _windows?.Tracks ?? [];

    internal WindowTrack RestoreTrack(string name) => (_windows ??= new UserWindows()).Track(name);

    /// <summary>
    /// Says whose state this is. Whoever got a state by a user's key calls this before using it, so that a row
    /// under the wrong key is found out.
    /// </summary>
    /// <exception cref="InvalidDataException">It is another user's.</exception>
    public void Own(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        if (UserId is not null && UserId != userId)
        {
            throw new InvalidDataException(
                $"A state of user '{UserId}' was found where that of user '{userId}' belongs. " +
                "Its row has the wrong key: restore the row, or reset the service and count anew.");
        }

        UserId ??= userId;
    }

    /// <summary>Applies an event to the totals alone: where there are no windows.</summary>
    /// <returns>False where the fence held the event back; nothing changed then.</returns>
    /// <exception cref="OverflowException">2^63 events were counted.</exception>
    public bool Apply(SourcePartition partition, Position position, in UserEvent userEvent) =>
        Apply(partition, position, userEvent, EventClock.None, WindowSet.None) == ApplyOutcome.Applied;

    /// <summary>Applies an event unless its position, or a higher one of the same partition, was applied before.</summary>
    /// <param name="partition">Where the event is from.</param>
    /// <param name="position">Its position there.</param>
    /// <param name="userEvent">The event.</param>
    /// <param name="watermark">The partition's watermark before this event (<see cref="EventClock.Watermark"/>).</param>
    /// <param name="windows">The windows to count it in.</param>
    /// <exception cref="OverflowException">2^63 events were counted.</exception>
    public ApplyOutcome Apply(SourcePartition partition, Position position, in UserEvent userEvent, long watermark, WindowSet windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        long count = checked(Count + 1);
        int place = _fence.Find(partition);
        if (_fence.Covers(place, position))
        {
            return ApplyOutcome.Skipped;
        }

        if (windows.Count > 0)
        {
            _windows ??= new UserWindows();
            if (_windows.Lacks(windows, userEvent.Time, watermark))
            {
                return ApplyOutcome.NeedsRecall;
            }
        }

        place = _fence.Advance(place, partition, position);
        Count = count;
        TotalValue += userEvent.Value;
        LastEventTime = Math.Max(LastEventTime, userEvent.Time);
        if (windows.Count > 0)
        {
            _windows!.Apply(windows, partition, position, userEvent, watermark, _fence.Pass(place, watermark));
        }

        return ApplyOutcome.Applied;
    }

    /// <summary>
    /// After <see cref="ApplyOutcome.NeedsRecall"/>: which rows to fetch. Whoever fetches them first has all changes
    /// of this user written, and applies nothing to it meanwhile.
    /// </summary>
    public IReadOnlyList<WindowRecall> RecallsFor(in UserEvent userEvent, long watermark, WindowSet windows) =>
        _windows?.RecallsFor(windows, userEvent.Time, watermark) ?? [];

    /// <summary>Hands over the rows that a recall asked for.</summary>
    public void Recall(in WindowRecall recall, IReadOnlyList<WindowAggregate> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (_windows ??= new UserWindows()).Track(recall.Name).Restore(recall.From, recall.To, rows);
    }

    /// <summary>
    /// What has changed in the windows since this was last asked, to be written together with this state; null where
    /// nothing has. Ask before encoding: it also lets go of windows over the limit.
    /// </summary>
    public WindowChanges? TakeWindowChanges(WindowSet windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return _windows?.TakeChanges(windows.MaxOpenPerUser);
    }

    /// <summary>Changes that were taken were not written: they are to be taken again.</summary>
    public void TakeBackWindowChanges(WindowChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        (_windows ??= new UserWindows()).TakeBack(changes);
    }

    /// <summary>Takes the changes for a write by the payload alone; what an earlier, failed one took is among them.</summary>
    public void BeginWrite(WindowSet windows)
    {
        if (OutgoingWindowChanges is { } failed)
        {
            TakeBackWindowChanges(failed);
        }

        OutgoingWindowChanges = TakeWindowChanges(windows);
    }

    /// <summary>The write that was begun is durable.</summary>
    public void EndWrite() => OutgoingWindowChanges = null;

    /// <summary>
    /// Moves the fence past an event that is not counted, such as one that became a dead letter, so that it is not
    /// tried again.
    /// </summary>
    /// <returns>False where the fence stands there or above already.</returns>
    public bool Skip(SourcePartition partition, Position position) => _fence.TryAdvance(partition, position);

    /// <summary>The last position applied or skipped of a partition, or null where none was.</summary>
    public Position? LastApplied(SourcePartition partition) =>
        _fence.Find(partition) is >= 0 and var place ? _fence.Entries[place].LastApplied : null;

    /// <summary>True where an event of this partition was ever applied or skipped.</summary>
    public bool HasSeen(SourcePartition partition) => LastApplied(partition) is not null;

    internal void RestoreFence(SourcePartition partition, Position lastApplied) => _fence.TryAdvance(partition, lastApplied);
}

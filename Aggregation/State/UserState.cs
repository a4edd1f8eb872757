using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Aggregation.State;

/// <summary>
/// The running aggregate of one user. Its fence makes applying an event idempotent. Not thread-safe: in an engine each
/// user has one owner.
/// </summary>
public sealed class UserState
{
    private const int FixedBytes = 160;

    private Fence _fence;
    private UserWindows? _windows;
    private EndingInputs _ending;

    /// <summary>Creates an unbound state, as Orleans requires; call <see cref="Bind"/> before use.</summary>
    public UserState()
    {
    }

    /// <summary>Creates a user's state without events.</summary>
    public UserState(string userId) => Bind(userId);

    /// <summary>Creates the state of a user whose stored state cannot be read. No event may be applied to it.</summary>
    /// <param name="damage">Why it cannot be read.</param>
    public static UserState Unreadable(string damage) => new() { Damage = damage };

    /// <summary>Why the stored state cannot be read; null for every other state.</summary>
    public string? Damage { get; private init; }

    /// <summary>
    /// The user. Null until <see cref="Bind"/> is called if the state was created unbound, or decoded from a payload of
    /// an earlier build, which has no user id.
    /// </summary>
    public string? UserId { get; private set; }

    /// <summary>The number of applied events.</summary>
    public long Count { get; internal set; }

    /// <summary>
    /// The sum of their values, added as doubles in the order in which they were applied (each addition rounds to
    /// nearest, ties to even).
    /// </summary>
    public double TotalValue { get; internal set; }

    /// <summary>The highest applied event time, milliseconds since the epoch; 0 before the first event.</summary>
    public long LastEventTime { get; internal set; }

    internal ReadOnlySpan<Fence.Entry> FenceEntries => _fence.Entries;

    /// <summary>The approximate number of rows that <see cref="TakeWindowChanges"/> would return now; for bounds.</summary>
    public int PendingWindowRows => _windows?.PendingRows ?? 0;

    /// <summary>The number of open windows in this state.</summary>
    public int OpenWindows => _windows?.Tracks.Sum(track => track.Count) ?? 0;

    /// <summary>
    /// The approximate memory of this state, in bytes; for bounds. The encoded state is at most about twice as large.
    /// </summary>
    public long Bytes =>
        FixedBytes + ((UserId?.Length ?? 0) * 2L) + (_fence.Capacity * Fence.EntryBytes) + (_windows?.Bytes ?? 0);

    internal IReadOnlyList<WindowTrack> WindowTracks => _windows?.Tracks ?? [];

    internal WindowTrack RestoreTrack(string name) => (_windows ??= new UserWindows()).Track(name);

    /// <summary>
    /// Sets the state's user, or checks it if it is set. Call this before using a state that was read by a user's
    /// key, so that a row under the wrong key is detected.
    /// </summary>
    /// <exception cref="InvalidDataException">The state belongs to another user.</exception>
    public void Bind(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        if (UserId is not null && UserId != userId)
        {
            throw new InvalidDataException(
                $"The state row of user '{userId}' contains the state of user '{UserId}': the row has the wrong key. " +
                "Restore the row from a backup, or reset the service and process all events again.");
        }

        UserId ??= userId;
    }

    /// <summary>Applies an event to the totals only, for services without windows.</summary>
    /// <returns>False if the event was applied before; nothing changed.</returns>
    /// <exception cref="OverflowException">The count would exceed 2^63 - 1.</exception>
    public bool Apply(SourcePartition partition, Position position, in UserEvent userEvent) =>
        Apply(partition, position, userEvent, WatermarkTracker.None, WindowSet.None) == ApplyOutcome.Applied;

    /// <summary>Applies an event unless its position, or a higher one of the same partition, was applied before.</summary>
    /// <param name="partition">The event's partition.</param>
    /// <param name="position">Its position in that partition.</param>
    /// <param name="userEvent">The event.</param>
    /// <param name="watermark">The partition's watermark before this event (<see cref="WatermarkTracker.Watermark"/>).</param>
    /// <param name="windows">The windows to count it in.</param>
    /// <exception cref="OverflowException">The count would exceed 2^63 - 1.</exception>
    public ApplyOutcome Apply(
        SourcePartition partition, Position position, in UserEvent userEvent, long watermark, WindowSet windows)
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
                return ApplyOutcome.NeedsReload;
            }
        }

        place = _fence.Advance(place, partition, position);
        _ending.Note(partition);
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
    /// After <see cref="ApplyOutcome.NeedsReload"/>: which rows to load. Before loading them, the caller must have
    /// committed all changes of this user, and it must not apply events to the user until the rows are restored.
    /// </summary>
    public IReadOnlyList<WindowReload> ReloadsFor(in UserEvent userEvent, long watermark, WindowSet windows) =>
        _windows?.ReloadsFor(windows, userEvent.Time, watermark) ?? [];

    /// <summary>Restores the rows of a reload.</summary>
    public void Reload(in WindowReload reload, IReadOnlyList<WindowAggregate> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (_windows ??= new UserWindows()).Track(reload.Name).Restore(reload.From, reload.To, rows);
    }

    /// <summary>
    /// Returns the changes of the windows since the last call, to be written together with this state; null if there
    /// are none. Call before encoding the state, as it also evicts windows above the limit.
    /// </summary>
    public WindowChanges? TakeWindowChanges(WindowSet windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return _windows?.TakeChanges(windows.MaxOpenPerUser);
    }

    /// <summary>Puts back changes whose write failed; the next <see cref="TakeWindowChanges"/> returns them again.</summary>
    public void RestoreWindowChanges(WindowChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        (_windows ??= new UserWindows()).TakeBack(changes);
    }

    /// <summary>
    /// Advances the fence past an event that is not counted, such as one that became a dead letter, so that it is not
    /// applied on redelivery.
    /// </summary>
    /// <returns>False if the fence is already at or above the position.</returns>
    public bool Skip(SourcePartition partition, Position position)
    {
        if (!_fence.TryAdvance(partition, position))
        {
            return false;
        }

        _ending.Note(partition);
        return true;
    }

    /// <summary>
    /// Returns the numbers of the inputs with an end whose events were applied or skipped since the last call. They must be
    /// written together with this state, so that the database can reject events of an input that is finished.
    /// </summary>
    public IReadOnlyList<long> TakeEndingInputs() => _ending.Take();

    /// <summary>Puts back what <see cref="TakeEndingInputs"/> returned, because the write failed.</summary>
    public void RestoreEndingInputs(IReadOnlyList<long> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        _ending.Restore(inputs);
    }

    /// <summary>
    /// Removes the fence's entries of inputs that are recorded as finished. Call it before <see cref="TakeEndingInputs"/>:
    /// entries of inputs whose events are to be written stay. Their write will be rejected, and they tell which partitions must
    /// be read again.
    /// </summary>
    public void Forget(FinishedInputs finished)
    {
        ArgumentNullException.ThrowIfNull(finished);
        _fence.Forget(finished, _ending.Pending);
    }

    /// <summary>Adds the numbers of the inputs with an end that the fence has entries of.</summary>
    public void AddEndingInputsTo(ICollection<long> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        foreach (ref readonly Fence.Entry entry in _fence.Entries)
        {
            if (!SourceNumber.HasEnd(entry.Source))
            {
                return;
            }

            numbers.Add(entry.Source);
        }
    }

    /// <summary>A partition's last position that was applied or skipped; null if there is none.</summary>
    public Position? LastApplied(SourcePartition partition) =>
        _fence.Find(partition) is >= 0 and var place ? _fence.Entries[place].LastApplied : null;

    /// <summary>Whether an event of this partition was ever applied or skipped.</summary>
    public bool HasSeen(SourcePartition partition) => LastApplied(partition) is not null;

    internal void RestoreFence(List<Fence.Entry> entries) => _fence.Load(entries);
}

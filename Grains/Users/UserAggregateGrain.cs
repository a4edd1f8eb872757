using Orleans.Concurrency;
using Orleans.Placement;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Engine;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Grains.Status;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.GrainRows;
using PathwayOrleans.Storage.Reading.Views;

namespace PathwayOrleans.Grains.Users;

/// <summary>
/// The aggregate of one user. Events are applied in memory immediately and acknowledged when their write is durable. Calls
/// interleave, so that a user's next events become part of the write that waits. The grain follows the reader of its events:
/// after a few consecutive calls from another silo it migrates to that silo.
/// </summary>
[Reentrant]
[PreferLocalPlacement]
[GrainType("user")]
internal sealed class UserAggregateGrain(
    [PersistentState(UserGrainRows.StateName, UserAggregateGrain.StorageProvider)] IPersistentState<UserGrainState> state,
    UserServices shared)
    : Grain, IUserAggregateGrain, IUserEventSink, ILimitedActivation, IGrainMigrationParticipant
{
    internal const string StorageProvider = "pathway";

    // More than one, so that users do not migrate back and forth while two silos read the same partition.
    private const int CallsToMove = 3;

    private Task _saved = Task.CompletedTask;
    private Task _reloading = Task.CompletedTask;
    private int _saving;
    private UserTotals? _durable;
    private bool _isStale;
    private bool _hasMoved;
    private int _remoteCalls;
    private long _lastUsed;
    private long _bytes;

    private KeyedState Counted => state.State.Counted
        ?? throw new StaleUserException($"The state of user '{UserId}' in memory is stale.");

    private string UserId => field ??= UserGrainKey.ToUserId(this.GetPrimaryKeyString());

    public long LastUsed => Volatile.Read(ref _lastUsed);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (_hasMoved)
        {
            await state.ReadStateAsync(cancellationToken);
        }

        _durable = state.RecordExists ? Totals() : null;

        _lastUsed = shared.Activations.Now();
        Measure();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        shared.Activations.Leave(this);
        return Task.CompletedTask;
    }

    public Task<UserTotals?> GetTotals()
    {
        _lastUsed = shared.Activations.Now();
        if (state.State.Counted is { HasTotals: false, Damage: null })
        {
            throw new InvalidOperationException(
                "The service counts with a pipeline of its own, so that there are no totals of users. Ask for the rows of one " +
                "of its views: GetRows, or in the console: views, and view NAME KEY.");
        }

        // Clients do not know the exceptions of the partitions.
        return state.State.Counted?.Damage is { } damage
            ? throw new InvalidOperationException($"'{UserId}': {damage}")
            : Task.FromResult(_durable is { Count: > 0 } ? _durable : null);
    }

    public async Task<KeyRows> GetRows(string view, DateTimeOffset? from, DateTimeOffset? to, int limit)
    {
        ArgumentException.ThrowIfNullOrEmpty(view);
        ReportGrain.Require(limit);
        _lastUsed = shared.Activations.Now();
        KeyRowsAnswer answer = await shared.Rows.AskAsync(new KeyRowsRequest(view, UserId, from, to, limit));
        return answer.View is { } known
            ? new KeyRows(known.Name, known.Windowed, known.Since, answer.Rows)
            : throw new ArgumentException(answer.Problem);
    }

    public Task Apply(UserEvents events) => _reloading.IsCompleted ? ApplyNow(events) : ApplyWhenReloadedAsync(events);

    private Task ApplyNow(UserEvents events)
    {
        _lastUsed = shared.Activations.Now();
        ThrowIfDamaged();
        ThrowIfStale(events);
        int applied = 0;
        int skipped = 0;
        int taken = 0;
        List<DeadLetter>? letters = null;
        KeyedState counted = Counted;
        foreach (ref readonly PositionedEvent positioned in events.Events.AsSpan())
        {
            CountedRecord record = ToRecord(events.Partition, positioned);
            bool isExhausted = shared.Failed.IsExhausted(events.Partition, positioned.Position);
            DeadLetter letter = isExhausted ? RecordCounter.FailureOf(record) : default;
            CountOutcome outcome = isExhausted ? CountOutcome.Rejected : TryApply(counted, record, out letter);
            if (outcome == CountOutcome.NeedsReload)
            {
                break;
            }

            // The fence moves past a dead letter, which must not be written again.
            if (outcome == CountOutcome.Rejected && counted.Skip(events.Partition, positioned.Position))
            {
                (letters ??= []).Add(letter);
            }

            applied += outcome == CountOutcome.Applied ? 1 : 0;
            skipped += outcome == CountOutcome.Skipped ? 1 : 0;
            taken++;
        }

        shared.Counters.Add(applied, skipped);
        if (applied > 0)
        {
            Measure();
        }

        if (applied > 0 || letters is not null)
        {
            _saved = SaveAsync(letters);
        }

        if (taken < events.Events.Length)
        {
            return ReloadAsync(events, taken);
        }

        FollowReader(events.Reader);

        // Also if nothing was new: events that were applied before may not be durable yet.
        return _saved;
    }

    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        // The migrated grain reads its row, because the state in memory may not be durable.
    }

    public void OnRehydrate(IRehydrationContext rehydrationContext) => _hasMoved = true;

    public void Deactivate() => GrainContext.Deactivate(
        new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The silo has too many users in memory."));

    private void Measure()
    {
        long bytes = state.State.Counted?.Bytes ?? 0;
        if (bytes != _bytes)
        {
            _bytes = bytes;
            shared.Activations.Enter(this, bytes);
        }
    }

    private void FollowReader(SiloAddress reader)
    {
        _remoteCalls = reader.Equals(shared.Silo) ? 0 : _remoteCalls + 1;
        if (_remoteCalls >= CallsToMove)
        {
            GrainContext.MoveTo(reader);
        }
    }

    private void ThrowIfDamaged()
    {
        if (state.State.Counted?.Damage is { } damage)
        {
            throw new DamagedUserException(UserGrainKey.ToUserId(this.GetPrimaryKeyString()), damage);
        }
    }

    private void ThrowIfStale(UserEvents events)
    {
        if (_isStale)
        {
            throw new StaleUserException($"The state of user '{this.GetPrimaryKeyString()}' in memory is stale.");
        }

        if (events.After is { } after && !(Counted.LastApplied(events.Partition) >= after))
        {
            BecomeStale();
            throw new EventsMissedException(
                $"User '{this.GetPrimaryKeyString()}' was sent events of {events.Partition} after position {after}, " +
                "which this activation has not applied.");
        }
    }

    // Window rows are complete only when all windows that were evicted from this state are durable. Other calls wait.
    private async Task ReloadAsync(UserEvents events, int taken)
    {
        PositionedEvent next = events.Events[taken];
        var done = new TaskCompletionSource();
        _reloading = done.Task;
        Task rest;
        try
        {
            await _saved;
            if (_isStale)
            {
                throw new StaleUserException(
                    $"The state of user '{this.GetPrimaryKeyString()}' in memory became stale while its windows were reloaded.");
            }

            foreach (StateReload reload in Counted.ReloadsFor(ToRecord(events.Partition, next)))
            {
                Action restore = await shared.Reloads.AskAsync(reload);
                restore();
            }

            // Applied before the events of other calls, which may evict the windows that were just reloaded. The events that were
            // taken before are durable.
            rest = ApplyNow(events.From(taken));
        }
        finally
        {
            done.SetResult();
        }

        await rest;
    }

    private async Task ApplyWhenReloadedAsync(UserEvents events)
    {
        await _reloading;
        await Apply(events);
    }

    private CountOutcome TryApply(KeyedState counted, in CountedRecord record, out DeadLetter letter)
    {
        try
        {
            CountOutcome outcome = shared.Applier.Apply(counted, record, out letter);
            if (outcome != CountOutcome.NeedsReload)
            {
                shared.Failed.Remove(record.Partition, record.Position);
            }

            return outcome;
        }
        catch (Exception e)
        {
            int attempt = shared.Failed.Count(record.Partition, record.Position);
            shared.Logger.EventFailed(
                e, record.Partition.ToString(), record.Position.ToString(), UserId, attempt, FailedEvents.MaxAttempts);
            BecomeStale();
            throw;
        }
    }

    private CountedRecord ToRecord(SourcePartition partition, in PositionedEvent positioned) => new(
        partition,
        positioned.Position,
        positioned.Watermark,
        positioned.Content is null ? new UserEvent(UserId, positioned.Value, positioned.Time) : default,
        positioned.Content);

    private async Task SaveAsync(List<DeadLetter>? letters)
    {
        UserTotals? totals = Totals();
        _saving++;
        try
        {
            // The dead letters are added first, so that they are never written later than the state whose fence has passed them.
            Task written = letters is null ? Task.CompletedTask : shared.Commits.WriteAsync(letters);
            await state.WriteStateAsync();
            await written;
        }
        catch (Exception e)
        {
            if (!_isStale)
            {
                shared.Logger.UserIsStale(UserId, e.Message);
                BecomeStale();
            }

            throw;
        }

        foreach (DeadLetter letter in letters ?? [])
        {
            shared.Failed.Remove(letter.Partition, letter.Position);
        }

        if (_durable is null || totals?.Count > _durable.Count)
        {
            _durable = totals;
        }

        if (--_saving == 0)
        {
            // Releases the last write, because there are many users in memory.
            _saved = Task.CompletedTask;
        }
    }

    private void BecomeStale()
    {
        _isStale = true;

        // A waiting write must not include the stale state, which may be half-changed. Without a state that write fails.
        state.State = new UserGrainState();
        DeactivateOnIdle();
    }

    private UserTotals? Totals() => Counted.Totals is { } totals
        ? new UserTotals(UserId, totals.Count, totals.TotalValue, totals.LastTime)
        : null;
}

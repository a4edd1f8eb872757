using Orleans.Concurrency;
using Orleans.Placement;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.Identity;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.GrainRows;

namespace PathwayOrleans.Grains.Users;

/// <summary>
/// One user's aggregate. Events are applied in memory at once and acknowledged when their write is durable; calls
/// interleave, so that a user's next events join the write that waits. It lives where its events are read: called
/// by a reader on another silo a few times in a row, it moves over there.
/// </summary>
[Reentrant]
[PreferLocalPlacement]
[GrainType("user")]
internal sealed class UserAggregateGrain(
    [PersistentState(UserGrainRows.StateName, UserAggregateGrain.StorageProvider)] IPersistentState<UserState> state, UserServices shared)
    : Grain, IUserAggregateGrain, IUserEventSink, IRosterEntry, IGrainMigrationParticipant
{
    internal const string StorageProvider = "pathway";

    // While two silos read a partition, its users must not be thrown to and fro between them.
    private const int CallsToMove = 3;

    private Task _saved = Task.CompletedTask;
    private Task _recalling = Task.CompletedTask;
    private int _saving;
    private UserTotals? _durable;
    private bool _isStale;
    private bool _hasMoved;
    private int _callsFromElsewhere;
    private long _lastUsed;

    public long LastUsed => Volatile.Read(ref _lastUsed);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (_hasMoved)
        {
            await state.ReadStateAsync(cancellationToken);
        }

        state.State.Own(UserGrainKey.ToUserId(this.GetPrimaryKeyString()));
        _durable = state.RecordExists ? Totals() : null;
        _lastUsed = shared.Roster.Now();
        shared.Roster.Enter(this);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        shared.Roster.Leave(this);
        return Task.CompletedTask;
    }

    public Task<UserTotals?> GetTotals()
    {
        _lastUsed = shared.Roster.Now();
        return Task.FromResult(_durable is { Count: > 0 } ? _durable : null);
    }

    public Task Apply(UserEvents events) => _recalling.IsCompleted ? ApplyNow(events) : ApplyWhenRecalledAsync(events);

    private Task ApplyNow(UserEvents events)
    {
        _lastUsed = shared.Roster.Now();
        Refuse(events);
        int applied = 0;
        int taken = 0;
        List<DeadLetter>? letters = null;
        foreach (ref readonly PositionedEvent positioned in events.Events.AsSpan())
        {
            var userEvent = new UserEvent(state.State.UserId!, positioned.Value, positioned.Time);
            if (shared.Failed.IsHopeless(events.Partition, positioned.Position))
            {
                if (state.State.Skip(events.Partition, positioned.Position))
                {
                    (letters ??= []).Add(FailedEventLetter.Create(events.Partition, positioned.Position, userEvent));
                }
            }
            else
            {
                ApplyOutcome outcome = TryApply(events, positioned, userEvent);
                if (outcome == ApplyOutcome.NeedsRecall)
                {
                    break;
                }

                applied += outcome == ApplyOutcome.Applied ? 1 : 0;
            }

            taken++;
        }

        shared.Counters.Add(applied, taken - applied);
        if (applied > 0 || letters is not null)
        {
            _saved = SaveAsync(letters);
        }

        if (taken < events.Events.Length)
        {
            return RecallAsync(events, taken);
        }

        FollowReader(events.Reader);

        // Where nothing was new: what was applied before may still be on its way.
        return _saved;
    }

    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        // Nothing is carried to another silo: the row is what counts.
    }

    public void OnRehydrate(IRehydrationContext rehydrationContext) => _hasMoved = true;

    public void AskToLeave() => GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "Not used for long."));

    private void FollowReader(SiloAddress reader)
    {
        _callsFromElsewhere = reader.Equals(shared.Silo) ? 0 : _callsFromElsewhere + 1;
        if (_callsFromElsewhere >= CallsToMove)
        {
            GrainContext.MoveTo(reader);
        }
    }

    private void Refuse(UserEvents events)
    {
        if (_isStale)
        {
            throw new StaleUserException($"The copy of user '{this.GetPrimaryKeyString()}' is void.");
        }

        if (events.After is { } after && !(state.State.LastApplied(events.Partition) >= after))
        {
            BecomeStale();
            throw new EventsMissedException(
                $"User '{this.GetPrimaryKeyString()}' was sent events of {events.Partition} behind {after}, which this activation has not seen.");
        }
    }

    // The rows are complete only when all that this state has let go of is durable. Calls that come meanwhile wait.
    private async Task RecallAsync(UserEvents events, int taken)
    {
        PositionedEvent next = events.Events[taken];
        var done = new TaskCompletionSource();
        _recalling = done.Task;
        Task rest;
        try
        {
            await _saved;
            UserState recalled = state.State;
            if (_isStale)
            {
                throw new StaleUserException($"The copy of user '{this.GetPrimaryKeyString()}' became void while its windows were recalled.");
            }

            var userEvent = new UserEvent(recalled.UserId!, next.Value, next.Time);
            foreach (WindowRecall recall in recalled.RecallsFor(userEvent, next.Watermark, shared.Windows))
            {
                recalled.Recall(recall, await shared.Recalls.AskAsync((recalled.UserId!, recall)));
            }

            // Before anybody else's: their events may let go of the very windows that came. What was taken is durable.
            rest = ApplyNow(events.From(taken));
        }
        finally
        {
            done.SetResult();
        }

        await rest;
    }

    private async Task ApplyWhenRecalledAsync(UserEvents events)
    {
        await _recalling;
        await Apply(events);
    }

    private ApplyOutcome TryApply(UserEvents events, in PositionedEvent positioned, in UserEvent userEvent)
    {
        Aggregation.Position position = positioned.Position;
        try
        {
            ApplyOutcome outcome = shared.Applier.Apply(
                state.State, events.Partition, position, userEvent, positioned.Watermark, shared.Windows);
            if (outcome != ApplyOutcome.NeedsRecall)
            {
                shared.Failed.Forget(events.Partition, position);
            }

            return outcome;
        }
        catch (Exception e)
        {
            int tries = shared.Failed.Count(events.Partition, position);
            shared.Logger.EventFailed(e, events.Partition.ToString(), position.ToString(), userEvent.UserId, tries, FailedEvents.MaxTries);
            BecomeStale();
            throw;
        }
    }

    private async Task SaveAsync(List<DeadLetter>? letters)
    {
        UserTotals totals = Totals();
        _saving++;
        try
        {
            // The letters first: they never come later than the state that has passed over their events.
            Task written = letters is null ? Task.CompletedTask : shared.Commits.WriteAsync(letters);
            await state.WriteStateAsync();
            await written;
        }
        catch (Exception e)
        {
            if (!_isStale)
            {
                shared.Counters.Conflicted();
                shared.Logger.UserIsStale(totals.UserId, e.Message);
                BecomeStale();
            }

            throw;
        }

        foreach (DeadLetter letter in letters ?? [])
        {
            shared.Failed.Forget(letter.Partition, letter.Position);
        }

        if (_durable is null || totals.Count > _durable.Count)
        {
            _durable = totals;
        }

        if (--_saving == 0)
        {
            // A user in memory, and there are many, need not hold on to the last write.
            _saved = Task.CompletedTask;
        }
    }

    private void BecomeStale()
    {
        _isStale = true;

        // A write that waits must not take along what is void, perhaps half-changed: a state of nobody cannot be encoded.
        state.State = new UserState();
        DeactivateOnIdle();
    }

    private UserTotals Totals() => new(state.State.UserId!, state.State.Count, state.State.TotalValue, state.State.LastEventTime);
}

using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Engine.Counting;

/// <summary>Counts the built-in events: totals and configured windows of each user. Thread-safe.</summary>
internal sealed class EventCounter(
    WindowSettings settings, IEventApplier applier, UserStateReader states, WindowReloadReader reloads)
    : RecordCounter(states)
{
    private readonly ThreadLocal<UserStateCodec> _codecs = new(() => new UserStateCodec(), trackAllValues: true);

    private WindowSettings Settings => settings;

    private IEventApplier Applier => applier;

    internal override RecordKind Classify(
        SourcePartition partition, in SourceRecord record, ref WatermarkTracker watermark, out DeadLetter letter) =>
        RecordClassifier.Classify(partition, record, settings, ref watermark, out letter);

    internal override string KeyOf(in SourceRecord record) => record.Event.UserId;

    internal override DeadLetter FailureOf(in CountedRecord record) =>
        FailedEvents.LetterOf(record.Partition, record.Position, record.Event);

    internal override KeyedState Decode(string id, byte[]? payload) =>
        Of(payload is null ? new UserState(id) : UserStateCodec.DecodeStored(payload, id));

    internal override async Task<Action?[]> ReloadAsync(
        IReadOnlyList<StateReload> requests, CancellationToken cancellationToken)
    {
        UserReload[] users = [.. requests.Cast<UserReload>()];
        IReadOnlyList<WindowAggregate>[] windows = await reloads.ReadAsync(
            Array.ConvertAll(users, request => (request.State.UserId!, request.Window)), cancellationToken);
        var restores = new Action?[users.Length];
        for (int i = 0; i < windows.Length; i++)
        {
            (UserReload request, IReadOnlyList<WindowAggregate> rows) = (users[i], windows[i]);
            restores[i] = () => request.State.Reload(request.Window, rows);
        }

        return restores;
    }

    public override void Dispose()
    {
        foreach (UserStateCodec codec in _codecs.Values)
        {
            codec.Dispose();
        }

        _codecs.Dispose();
        base.Dispose();
    }

    /// <summary>The state of a user.</summary>
    internal KeyedState Of(UserState state) => new CountedUser(this, state);

    private sealed record UserReload(UserState State, WindowReload Window) : StateReload;

    private sealed class CountedUser(EventCounter counter, UserState state) : KeyedState
    {
        private WindowSet Windows => counter.Settings.Windows;

        internal override string? Damage => state.Damage;

        internal override long Bytes => state.Bytes;

        internal override int PendingRows => state.PendingWindowRows;

        internal override Position? LastApplied(SourcePartition partition) => state.LastApplied(partition);

        internal override EventTotals Totals => new(state.Count, state.TotalValue, state.LastEventTime);

        internal override CountOutcome Apply(in CountedRecord record, out DeadLetter letter)
        {
            letter = default;
            return counter.Applier.Apply(
                state, record.Partition, record.Position, record.Event, record.Watermark, Windows) switch
            {
                ApplyOutcome.Applied => CountOutcome.Applied,
                ApplyOutcome.Skipped => CountOutcome.Skipped,
                _ => CountOutcome.NeedsReload,
            };
        }

        internal override bool Skip(SourcePartition partition, Position position) => state.Skip(partition, position);

        internal override IReadOnlyList<StateReload> ReloadsFor(in CountedRecord record) =>
        [
            .. state.ReloadsFor(record.Event, record.Watermark, Windows).Select(window => new UserReload(state, window)),
        ];

        internal override UserWrite Take(string id, int version, FinishedInputs finished, bool isSelfContained)
        {
            WindowChanges? changes = state.TakeWindowChanges(Windows);
            state.Forget(finished);
            IReadOnlyList<long> inputs = state.TakeEndingInputs();
            byte[] payload = isSelfContained
                ? counter._codecs.Value!.Encode(state, changes, inputs)
                : counter._codecs.Value!.Encode(state);
            return new UserWrite(
                id, version, payload, state.Count, state.TotalValue, state.LastEventTime, changes, inputs);
        }

        internal override void AddEndingInputsTo(ICollection<long> numbers) => state.AddEndingInputsTo(numbers);

        internal override void Restore(in UserWrite write)
        {
            state.RestoreEndingInputs(write.EndingInputs ?? []);
            if (write.Windows is { } changes)
            {
                state.RestoreWindowChanges(changes);
            }
        }
    }
}

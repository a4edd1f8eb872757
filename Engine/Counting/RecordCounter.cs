using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Engine.Counting;

/// <summary>
/// Counts records in the views of a pipeline: classifies them, and loads, changes and writes the states of keys. Thread-safe,
/// except for <see cref="Complete"/>: what must not be shared exists once per thread.
/// </summary>
internal sealed class RecordCounter : IDisposable
{
    private const int LoggedFailures = 20;

    private readonly CompiledPipeline _pipeline;
    private readonly EventTimeSettings _settings;
    private readonly UserStateReader _states;
    private readonly ViewReloadReader _reloads;
    private readonly ViewBuffers _buffers;
    private readonly long _generation;
    private readonly ThreadLocal<RecordLane> _lanes;
    private readonly CompiledView? _totals;
    private readonly ConcurrentDictionary<string, bool> _failures = [];
    private readonly ILogger _logger;

    /// <param name="pipeline">The pipeline.</param>
    /// <param name="settings">The rules of event time, with the watermark of the pipeline.</param>
    /// <param name="rules">The limits of event times.</param>
    /// <param name="states">Loads states.</param>
    /// <param name="session">Reads windows.</param>
    /// <param name="logger">Logs columns without a value.</param>
    internal RecordCounter(
        ActivePipeline pipeline,
        EventTimeSettings settings,
        EventRules rules,
        UserStateReader states,
        DatabaseSession session,
        ILogger logger)
    {
        _pipeline = pipeline.Compiled;
        _settings = settings;
        _states = states;
        _reloads = new ViewReloadReader(session, pipeline.Registered);
        _buffers = new ViewBuffers(pipeline.Registered);
        _generation = pipeline.Registered.Generation;
        ReadsEvents = ConfiguredPipeline.ReadsEvents(_pipeline);
        _lanes = new ThreadLocal<RecordLane>(() => new RecordLane(_pipeline, rules, ReadsEvents), trackAllValues: true);
        _totals = Array.Find(_pipeline.Views, view => BuiltInPipeline.IsEvents(view.Definition));
        _logger = logger;
    }

    /// <summary>
    /// Whether readers parse the events. They deliver bytes only for a record that is no valid event to them, which nearly
    /// always becomes a dead letter.
    /// </summary>
    internal bool ReadsEvents { get; }

    /// <summary>Creates what this thread reads records with, so that its first record need not wait for it.</summary>
    internal void PrepareThread() => _ = _lanes.Value;

    /// <summary>Classifies the next record of a partition, and moves the partition's watermark past it.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="record">The record.</param>
    /// <param name="watermark">The partition's watermark before the record; on return, after it.</param>
    /// <param name="letter">The dead letter, if the result is <see cref="RecordKind.DeadLetter"/>.</param>
    internal RecordKind Classify(
        SourcePartition partition, in SourceRecord record, ref WatermarkTracker watermark, out DeadLetter letter)
    {
        letter = default;
        if (record.IsEmpty)
        {
            return RecordKind.Empty;
        }

        if (record.Rejection != RejectionReason.None)
        {
            letter = Rejections.LetterOf(partition, record);
            return RecordKind.DeadLetter;
        }

        var counted = new CountedRecord(partition, record.Position, watermark.Watermark, record.Event, record.Content);
        RecordLane lane = _lanes.Value!;
        if (!lane.TryRead(counted, out RecordRejection rejection))
        {
            letter = LetterOf(counted, rejection);
            return RecordKind.DeadLetter;
        }

        Row row = lane.Row;
        if (!watermark.Observe(row.EventTime / 1000, record.Recorded, _settings.Clock) && _pipeline.HasWindows)
        {
            letter = LetterOf(counted, RecordRejection.Future);
            return RecordKind.DeadLetter;
        }

        return _pipeline.Counts(row) ? RecordKind.Event : RecordKind.NotCounted;
    }

    /// <summary>The key of the record that this thread classified last, as <see cref="RecordKind.Event"/>.</summary>
    internal string KeyOf(in SourceRecord record) => record.Content is null ? record.Event.UserId : _lanes.Value!.Row.Key!.Text;

    /// <summary>The dead letter of a record that has used all its attempts (<see cref="FailedEvents"/>).</summary>
    internal static DeadLetter FailureOf(in CountedRecord record) => LetterOf(
        record,
        new RecordRejection(FailedEvents.Reason, null, "the record could not be applied, because of a defect of this program"));

    /// <summary>Loads the first states of a list. Does not retry. Thread-safe.</summary>
    /// <returns>
    /// One entry for each of the first keys, at least one. The others were left out because the size is bounded.
    /// </returns>
    internal Task<LoadedState[]> LoadAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => _states.LoadAsync(
        keys,
        (id, stored) => new LoadedState(stored.Version, Decode(id, stored.Payload), stored.Payload is not null),
        loaded => loaded.State.AddEndingInputsTo,
        cancellationToken);

    /// <summary>
    /// Decodes a stored state, and finds out which of the inputs in its fence are finished. Does not retry. Thread-safe.
    /// </summary>
    /// <param name="id">The key.</param>
    /// <param name="payload">The stored state; null creates a new one.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    internal async Task<KeyedState> DecodeAsync(string id, byte[]? payload, CancellationToken cancellationToken)
    {
        KeyedState state = Decode(id, payload);
        await _states.LearnAsync(state.AddEndingInputsTo, cancellationToken);
        return state;
    }

    /// <summary>Decodes a stored state; one that cannot be decoded has its <see cref="KeyedState.Damage"/>.</summary>
    /// <param name="id">The key.</param>
    /// <param name="payload">The stored state; null creates a new one.</param>
    internal KeyedState Decode(string id, byte[]? payload)
    {
        PipelineKey key;
        try
        {
            key = KeyText.Parse(id, _pipeline.Definition.KeyColumns);
        }
        catch (FormatException e)
        {
            // Records have no such key, but a client may ask for any.
            return new InvalidKey(e.Message);
        }

        return new CountedKey(this, payload is null
            ? new KeyState(_pipeline, key)
            : KeyStateCodec.DecodeStored(payload, _pipeline, key));
    }

    /// <summary>Loads windows. Does not retry. Thread-safe.</summary>
    /// <returns>
    /// What restores the windows of each request, on the thread of its state; null for requests that were left out because the
    /// number of rows is bounded. At least one is answered.
    /// </returns>
    internal async Task<Action?[]> ReloadAsync(IReadOnlyList<StateReload> requests, CancellationToken cancellationToken)
    {
        KeyedReload[] keyed = [.. requests.Cast<KeyedReload>()];
        IReadOnlyList<StoredWindow>?[] windows = await _reloads.ReadAsync(
            Array.ConvertAll(keyed, request => new KeyReload(request.State.Key, request.Reload)), cancellationToken);
        var restores = new Action?[keyed.Length];
        for (int i = 0; i < keyed.Length; i++)
        {
            if (windows[i] is { } found)
            {
                KeyedReload request = keyed[i];
                restores[i] = () => request.State.Reload(request.Reload, found);
            }
        }

        return restores;
    }

    /// <summary>
    /// Completes a commit with the rows that are made of the changes of its keys, before each attempt to write it. One at a time,
    /// on any thread.
    /// </summary>
    internal void Complete(CommitBatch batch) => _buffers.Fill(
        batch, id => KeyText.Parse(id, _pipeline.Definition.KeyColumns).Values);

    public void Dispose()
    {
        foreach (RecordLane lane in _lanes.Values)
        {
            lane.Codec.Dispose();
        }

        _lanes.Dispose();
    }

    private static DeadLetter LetterOf(in CountedRecord record, in RecordRejection rejection)
    {
        ReadOnlyMemory<byte> bytes = record.Content?.Bytes ?? EventJson.Encode(record.Event);
        return new DeadLetter(
            record.Partition, record.Position, rejection.Reason, bytes.IsEmpty ? null : bytes.ToArray())
        {
            Detail = DetailText.Of(rejection.ToString()),
        };
    }

    private void LogFailures(IReadOnlyList<ViewFailure> failures)
    {
        foreach (ViewFailure failure in failures)
        {
            if (_failures.Count < LoggedFailures && _failures.TryAdd(failure.Place, true))
            {
                _logger.ColumnWithoutValue(failure.ToString().TrimEnd('.'));
            }
        }
    }

    private sealed record KeyedReload(KeyState State, ViewReload Reload) : StateReload;

    private sealed class CountedKey(RecordCounter counter, KeyState state) : KeyedState
    {
        internal override string? Damage => state.Damage;

        internal override long Bytes => state.Bytes;

        internal override int PendingRows => state.PendingRows;

        internal override Position? LastApplied(SourcePartition partition) => state.LastApplied(partition);

        internal override bool HasTotals => counter._totals is not null;

        internal override EventTotals? Totals => counter._totals is { } view && state.HasRow(view)
            ? EventTotals.Of(state.ValuesOf(view))
            : null;

        internal override CountOutcome Apply(in CountedRecord record, out DeadLetter letter)
        {
            Row row = counter._lanes.Value!.RowOf(record);
            letter = default;
            switch (state.Apply(
                row,
                record.Partition,
                record.Position,
                record.Watermark,
                record.Content is { } content ? new OriginalRecord(content.Bytes.Span) : new OriginalRecord(record.Event),
                out RecordRejection rejection))
            {
                case EventOutcome.Applied:
                    return CountOutcome.Applied;
                case EventOutcome.Skipped:
                    return CountOutcome.Skipped;
                case EventOutcome.NotCounted:
                    return CountOutcome.NotCounted;
                case EventOutcome.NeedsReload:
                    return CountOutcome.NeedsReload;
                default:
                    letter = LetterOf(record, rejection);
                    return CountOutcome.Rejected;
            }
        }

        internal override bool Skip(SourcePartition partition, Position position) => state.Skip(partition, position);

        internal override IReadOnlyList<StateReload> ReloadsFor(in CountedRecord record) =>
        [
            .. state.ReloadsFor(counter._lanes.Value!.RowOf(record), record.Watermark)
                .Select(reload => new KeyedReload(state, reload)),
        ];

        internal override UserWrite Take(string id, int version, FinishedInputs finished, bool isSelfContained)
        {
            Pipelines.State.ViewChanges? changes = state.TakeChanges(counter._settings.MaxOpenWindows);
            if (changes is { Failures.Count: > 0 })
            {
                counter.LogFailures(changes.Failures);
            }

            state.Forget(finished);
            IReadOnlyList<long> inputs = state.TakeEndingInputs();
            byte[] payload = isSelfContained
                ? counter._lanes.Value!.Codec.Encode(state, changes, counter._generation, inputs)
                : counter._lanes.Value!.Codec.Encode(state);
            return new UserWrite(id, version, payload, inputs) { Changes = changes };
        }

        internal override void AddEndingInputsTo(ICollection<long> numbers) => state.AddEndingInputsTo(numbers);

        internal override void Restore(in UserWrite write)
        {
            state.RestoreEndingInputs(write.EndingInputs ?? []);
            if (write.Changes is { } changes)
            {
                state.RestoreChanges(changes);
            }
        }
    }
}

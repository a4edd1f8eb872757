using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Engine.Counting;

/// <summary>Counts records in the views of a pipeline. Thread-safe: what must not be shared exists once per thread.</summary>
internal sealed class PipelineCounter : RecordCounter
{
    private const int LoggedFailures = 20;

    private static readonly Position HighestOffset = Position.FromOffset(long.MaxValue);

    private readonly CompiledPipeline _pipeline;
    private readonly WindowSettings _settings;
    private readonly ViewReloadReader _reloads;
    private readonly ViewBuffers _buffers;
    private readonly long _generation;
    private readonly ThreadLocal<Lane> _lanes;
    private readonly ConcurrentDictionary<string, bool> _failures = [];
    private readonly ILogger _logger;

    /// <param name="pipeline">The pipeline.</param>
    /// <param name="settings">The rules of event time, with the watermark of the pipeline.</param>
    /// <param name="rules">The limits of event times.</param>
    /// <param name="states">Loads states.</param>
    /// <param name="session">Reads windows.</param>
    /// <param name="logger">Logs columns without a value.</param>
    internal PipelineCounter(
        ActivePipeline pipeline,
        WindowSettings settings,
        EventRules rules,
        UserStateReader states,
        DatabaseSession session,
        ILogger logger)
        : base(states)
    {
        _pipeline = pipeline.Compiled;
        _settings = settings;
        _reloads = new ViewReloadReader(session, pipeline.Registered);
        _buffers = new ViewBuffers(pipeline.Registered);
        _generation = pipeline.Registered.Generation;
        _lanes = new ThreadLocal<Lane>(() => new Lane(new RecordReader(pipeline.Compiled, rules)), trackAllValues: true);
        _logger = logger;
    }

    internal override RecordKind Classify(
        SourcePartition partition, in SourceRecord record, ref WatermarkTracker watermark, out DeadLetter letter)
    {
        letter = default;
        if (record.Content is not { } content)
        {
            return RecordKind.Empty;
        }

        Lane lane = _lanes.Value!;
        if (!lane.TryRead(partition, record.Position, content, out RecordRejection rejection))
        {
            letter = LetterOf(partition, record.Position, rejection, content);
            return RecordKind.DeadLetter;
        }

        Row row = lane.Row;
        if (!watermark.Observe(row.EventTime / 1000, record.Recorded, _settings.Clock) && _pipeline.HasWindows)
        {
            letter = LetterOf(partition, record.Position, RecordRejection.Future, content);
            return RecordKind.DeadLetter;
        }

        return _pipeline.Counts(row) ? RecordKind.Event : RecordKind.NotCounted;
    }

    internal override string KeyOf(in SourceRecord record) => _lanes.Value!.Row.Key!.Text;

    internal override DeadLetter FailureOf(in CountedRecord record) => LetterOf(
        record.Partition,
        record.Position,
        new RecordRejection(FailedEvents.Reason, null, "the record could not be applied, because of a defect of this program"),
        record.Content!);

    internal override async Task<Action?[]> ReloadAsync(
        IReadOnlyList<StateReload> requests, CancellationToken cancellationToken)
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

    internal override void Complete(CommitBatch batch) => _buffers.Fill(
        batch, id => KeyText.Parse(id, _pipeline.Definition.KeyColumns).Values);

    public override void Dispose()
    {
        foreach (Lane lane in _lanes.Values)
        {
            lane.Codec.Dispose();
        }

        _lanes.Dispose();
        base.Dispose();
    }

    private static DeadLetter LetterOf(
        SourcePartition partition, Position position, in RecordRejection rejection, RecordContent content) =>
        new(partition, position, rejection.Reason, content.Bytes.IsEmpty ? null : content.Bytes.ToArray())
        {
            Detail = DetailText.Of(rejection.ToString()),
        };

    internal override KeyedState Decode(string id, byte[]? payload)
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

    /// <summary>What one thread reads and encodes with.</summary>
    private sealed class Lane(RecordReader reader)
    {
        // The content whose row the reader has.
        private RecordContent? _read;

        internal KeyStateCodec Codec { get; } = new();

        internal Row Row => reader.Row;

        internal bool TryRead(
            SourcePartition partition, Position position, RecordContent content, out RecordRejection rejection)
        {
            var metadata = new RecordMetadata
            {
                Timestamp = content.Timestamp,
                Partition = partition.Partition,
                Offset = position <= HighestOffset ? position.ToOffset() : null,
                HasKey = content.HasKey,
                Key = content.Key.Span,
                Headers = content.Headers.Count > 0 ? new ContentHeaders(content) : null,
                Fields = content.Fields,
            };
            _read = null;
            bool isRead = reader.TryRead(content.Bytes.Span, metadata, out rejection);
            _read = isRead ? content : null;
            return isRead;
        }

        // A record that waited for its key, or was read by another thread, is read again.
        internal Row RowOf(in CountedRecord record)
        {
            if (!ReferenceEquals(_read, record.Content)
                && !TryRead(record.Partition, record.Position, record.Content!, out RecordRejection rejection))
            {
                throw new InvalidOperationException($"The record was read before, and is rejected now: {rejection}");
            }

            return reader.Row;
        }
    }

    private sealed class ContentHeaders(RecordContent content) : IRecordHeaders
    {
        public byte[]? Find(string name) => content.FindHeader(name);
    }

    /// <summary>The state of a text that is not a key of the pipeline. It accepts no records.</summary>
    private sealed class InvalidKey(string problem) : KeyedState
    {
        internal override string Damage => problem;

        internal override long Bytes => 0;

        internal override int PendingRows => 0;

        internal override Position? LastApplied(SourcePartition partition) => null;

        internal override CountOutcome Apply(in CountedRecord record, out DeadLetter letter) => throw Refused();

        internal override bool Skip(SourcePartition partition, Position position) => throw Refused();

        internal override IReadOnlyList<StateReload> ReloadsFor(in CountedRecord record) => throw Refused();

        internal override UserWrite Take(string id, int version, FinishedInputs finished, bool isSelfContained) =>
            throw Refused();

        internal override void AddEndingInputsTo(ICollection<long> numbers)
        {
        }

        internal override void Restore(in UserWrite write) => throw Refused();

        private InvalidOperationException Refused() => new(problem);
    }

    private sealed record KeyedReload(KeyState State, ViewReload Reload) : StateReload;

    private sealed class CountedKey(PipelineCounter counter, KeyState state) : KeyedState
    {
        internal override string? Damage => state.Damage;

        internal override long Bytes => state.Bytes;

        internal override int PendingRows => state.PendingRows;

        internal override Position? LastApplied(SourcePartition partition) => state.LastApplied(partition);

        internal override CountOutcome Apply(in CountedRecord record, out DeadLetter letter)
        {
            Row row = counter._lanes.Value!.RowOf(record);
            letter = default;
            switch (state.Apply(
                row, record.Partition, record.Position, record.Watermark, record.Content!.Bytes.Span,
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
                    letter = LetterOf(record.Partition, record.Position, rejection, record.Content);
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
            Pipelines.State.ViewChanges? changes = state.TakeChanges(counter._settings.Windows.MaxOpenPerUser);
            if (changes is { Failures.Count: > 0 })
            {
                counter.LogFailures(changes.Failures);
            }

            state.Forget(finished);
            IReadOnlyList<long> inputs = state.TakeEndingInputs();
            byte[] payload = isSelfContained
                ? counter._lanes.Value!.Codec.Encode(state, changes, counter._generation, inputs)
                : counter._lanes.Value!.Codec.Encode(state);
            return new UserWrite(id, version, payload, 0, 0, 0, null, inputs) { Changes = changes };
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

using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.State;

namespace PathwayOrleans.Pipelines.Running;

/// <summary>
/// Runs a pipeline in memory over records of one or several partitions. States of keys, watermarks, late records and reloads of
/// windows are those of the engines. Not thread-safe.
/// </summary>
internal sealed class PipelineRunner
{
    private const int KeptDeadLetters = 5;
    private const int KeptFailures = 20;

    private readonly CompiledPipeline _pipeline;
    private readonly RecordReader _reader;
    private readonly WatermarkSettings _clock;
    private readonly int _maxOpen;
    private readonly Dictionary<string, KeyState> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<SourcePartition, WatermarkTracker> _watermarks = [];
    private readonly List<string> _failures = [];
    private readonly HashSet<string> _failedPlaces = [];

    /// <param name="pipeline">The pipeline.</param>
    /// <param name="rules">The limits of event times; null for the defaults.</param>
    /// <param name="maxAhead">
    /// How far an event's time may be ahead of its record's timestamp, in milliseconds; null for the default.
    /// </param>
    /// <param name="maxOpen">The maximum number of open windows of a key.</param>
    internal PipelineRunner(
        CompiledPipeline pipeline, EventRules? rules = null, long? maxAhead = null, int maxOpen = KeyState.DefaultMaxOpen)
    {
        _pipeline = pipeline;
        _reader = new RecordReader(pipeline, rules ?? EventRules.Default);
        _maxOpen = maxOpen;
        _clock = new WatermarkSettings(
            pipeline.Definition.Source.WatermarkDelay, maxAhead ?? WatermarkSettings.Default.MaxAhead);
        Tables = [.. pipeline.Views.Select(view => new ViewTable(view))];
    }

    /// <summary>The rows of the views, as of the last <see cref="Flush()"/>.</summary>
    internal IReadOnlyList<ViewTable> Tables { get; }

    /// <summary>Records that count in no view, and late ones.</summary>
    internal DeadLetterCounts DeadLetters { get; } = new(KeptDeadLetters);

    /// <summary>The number of records.</summary>
    internal long Records { get; private set; }

    /// <summary>The number of records that count in a view.</summary>
    internal long Counted { get; private set; }

    /// <summary>The number of records that no view's WHERE accepts.</summary>
    internal long NotCounted { get; private set; }

    /// <summary>The number of records that were applied before.</summary>
    internal long Skipped { get; private set; }

    /// <summary>The number of keys.</summary>
    internal int Keys => _states.Count;

    /// <summary>The first columns that have no value, such as a quotient by a count of 0.</summary>
    internal IReadOnlyList<string> Failures => _failures;

    /// <summary>Reads and applies a record.</summary>
    internal void Process(
        SourcePartition partition, Position position, ReadOnlySpan<byte> record, in RecordMetadata metadata)
    {
        Records++;
        if (!_reader.TryRead(record, metadata, out RecordRejection rejection))
        {
            DeadLetters.Add(partition, position, rejection, record);
            return;
        }

        Row row = _reader.Row;
        WatermarkTracker tracker = _watermarks.GetValueOrDefault(partition, WatermarkTracker.Start);
        long watermark = tracker.Watermark;
        bool isPresent = tracker.Observe(row.EventTime / 1000, metadata.Timestamp, _clock);
        _watermarks[partition] = tracker;
        if (!isPresent && _pipeline.HasWindows)
        {
            DeadLetters.Add(partition, position, RecordRejection.Future, record);
            return;
        }

        Apply(row, partition, position, watermark, record);
    }

    /// <summary>Writes all changes to <see cref="Tables"/>.</summary>
    internal void Flush()
    {
        foreach (KeyState state in _states.Values)
        {
            Flush(state);
        }
    }

    private void Apply(
        Row row, SourcePartition partition, Position position, long watermark, ReadOnlySpan<byte> record)
    {
        if (!_states.TryGetValue(row.Key!.Text, out KeyState? state))
        {
            state = new KeyState(_pipeline, row.Key);
            _states.Add(row.Key.Text, state);
        }

        EventOutcome outcome = state.Apply(row, partition, position, watermark, record, out RecordRejection rejection);
        if (outcome == EventOutcome.NeedsReload)
        {
            Flush(state);
            foreach (ViewReload reload in state.ReloadsFor(row, watermark))
            {
                state.Reload(reload, Tables[reload.View.Index].Load(state.Key, reload));
            }

            outcome = state.Apply(row, partition, position, watermark, record, out rejection);
        }

        switch (outcome)
        {
            case EventOutcome.Applied:
                Counted++;
                break;
            case EventOutcome.NotCounted:
                NotCounted++;
                break;
            case EventOutcome.Skipped:
                Skipped++;
                break;
            default:
                state.Skip(partition, position);
                DeadLetters.Add(partition, position, rejection, record);
                break;
        }
    }

    private void Flush(KeyState state)
    {
        if (state.TakeChanges(_maxOpen) is not { } changes)
        {
            return;
        }

        foreach (ViewRowKey gone in changes.Gone)
        {
            Tables[gone.View.Index].Delete(state.Key, gone.Start);
        }

        foreach (ViewRow row in changes.Rows)
        {
            Tables[row.View.Index].Write(state.Key, row);
        }

        foreach (LateRecord late in changes.Late)
        {
            var rejection = new RecordRejection(RecordReasons.Late, late.Views, "its window is closed");
            DeadLetters.Add(late.Partition, late.Position, rejection, late.Record);
        }

        foreach (ViewFailure failure in changes.Failures)
        {
            if (_failures.Count < KeptFailures && _failedPlaces.Add(failure.Place))
            {
                _failures.Add(failure.ToString());
            }
        }
    }
}

using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.Runtime;
using PathwayOrleans.Pipelines.Runtime.Aggregates;
using PathwayOrleans.Pipelines.Windows;

namespace PathwayOrleans.Pipelines.State;

/// <summary>
/// The accumulators of all views of one key. Its fence makes applying a record idempotent. A record changes all views that accept
/// it or none. Not thread-safe: in an engine each key has one owner.
/// </summary>
internal sealed partial class KeyState
{
    /// <summary>The default maximum of open windows of a key.</summary>
    internal const int DefaultMaxOpen = 1_000;

    private const int FixedBytes = 200;

    private readonly CompiledPipeline _pipeline;

    // The words of the accumulators of views without windows. After them one for each view, its flags (EntryFlags): whether it
    // has a row, and whether that changed. They are changed together with the words.
    private readonly long[] _words;
    private readonly object?[] _objects;

    private readonly ViewWindows?[] _windows;
    private KeyChanges? _changes;
    private int _changedRows;
    private Fence _fence;
    private EndingInputs _ending;
    private bool _hasChanges;

    // Without windows, changes and objects.
    private readonly int _fixedBytes;

    // Texts and sketches of views without windows.
    private long _objectBytes;
    private long _foreignBytes;

    /// <summary>Creates the state of a key without records.</summary>
    internal KeyState(CompiledPipeline pipeline, PipelineKey key)
    {
        _pipeline = pipeline;
        Key = key;
        _words = new long[pipeline.WordCount + pipeline.Views.Length];
        _objects = pipeline.ObjectCount == 0 ? [] : new object?[pipeline.ObjectCount];
        _windows = pipeline.HasWindows ? new ViewWindows?[pipeline.Views.Length] : [];
        _fixedBytes = FixedBytes + (key.Text.Length * 2) + ((_words.Length + _objects.Length + _windows.Length) * 8);
    }

    internal PipelineKey Key { get; }

    internal CompiledPipeline Pipeline => _pipeline;

    internal ReadOnlySpan<Fence.Entry> FenceEntries => _fence.Entries;

    /// <summary>The state of views that this pipeline does not have, as JSON by name; it is kept unchanged.</summary>
    internal IReadOnlyList<ForeignView> ForeignViews { get; private set; } = [];

    /// <summary>
    /// Why the stored state cannot be read; null for every other state. No record may be applied to an unreadable one.
    /// </summary>
    internal string? Damage { get; init; }

    /// <summary>The approximate number of rows that <see cref="TakeChanges"/> would return now; for bounds.</summary>
    internal int PendingRows => _changedRows + (_changes?.PendingRows ?? 0);

    /// <summary>The number of open windows.</summary>
    internal int OpenWindows => _windows.Sum(windows => windows?.Entries.Count ?? 0);

    /// <summary>The approximate memory of this state, in bytes; for bounds. It is asked for after each record.</summary>
    internal long Bytes
    {
        get
        {
            long bytes = _fixedBytes + (_fence.Capacity * (long)Fence.EntryBytes) + (_changes?.Bytes ?? 0);
            foreach (ViewWindows? windows in _windows)
            {
                bytes += windows?.Bytes ?? 0;
            }

            return bytes + ObjectBytes + _foreignBytes;
        }
    }

    /// <summary>The approximate memory of texts and sketches.</summary>
    internal long ObjectBytes
    {
        get
        {
            long bytes = _objectBytes;
            foreach (ViewWindows? windows in _windows)
            {
                bytes += windows?.ObjectBytes ?? 0;
            }

            return bytes;
        }
    }

    /// <summary>Applies a record unless its position, or a higher one of the same partition, was applied before.</summary>
    /// <param name="row">The record, evaluated (<see cref="CompiledPipeline.Evaluate"/>).</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="position">Its position in that partition.</param>
    /// <param name="watermark">
    /// The partition's watermark before this record, milliseconds (<see cref="WatermarkTracker.Watermark"/>).
    /// </param>
    /// <param name="record">What it was read from, which is kept if it is late.</param>
    /// <param name="rejection">Why it is rejected.</param>
    internal EventOutcome Apply(
        Row row,
        SourcePartition partition,
        Position position,
        long watermark,
        in OriginalRecord record,
        out RecordRejection rejection)
    {
        rejection = default;
        if (!_pipeline.Counts(row))
        {
            return EventOutcome.NotCounted;
        }

        int place = _fence.Find(partition);
        if (_fence.Covers(place, position))
        {
            return EventOutcome.Skipped;
        }

        if (_pipeline.HasWindows && LacksWindows(row, watermark))
        {
            return EventOutcome.NeedsReload;
        }

        if (place < 0 && _fence.Entries.Length >= Fence.MaxEntries)
        {
            // Reports the maximum, before anything changes.
            _fence.Advance(place, partition, position);
        }

        (ulong high, ulong middle, ulong low) = position.Bits;
        var order = new EventOrder(row.EventTime, high, middle, low);
        return _pipeline.HasWindows || _pipeline.KeepsTotals
            ? ApplyStaged(row, partition, position, place, watermark, order, record, out rejection)
            : ApplyInPlace(row, partition, position, place, watermark, order, out rejection);
    }

    private EventOutcome ApplyInPlace(
        Row row,
        SourcePartition partition,
        Position position,
        int place,
        long watermark,
        in EventOrder order,
        out RecordRejection rejection)
    {
        rejection = default;
        long objectBytes = _objectBytes;
        try
        {
            AddFailing(row, order);
        }
        catch (EvaluationException e)
        {
            _objectBytes = objectBytes;
            rejection = new RecordRejection(RecordReasons.EvaluationFailed, row.Evaluating, e.Message);
            return EventOutcome.Rejected;
        }

        Pass(partition, position, place, watermark);
        CommitTotals(row, order);
        return EventOutcome.Applied;
    }

    private EventOutcome ApplyStaged(
        Row row,
        SourcePartition partition,
        Position position,
        int place,
        long watermark,
        in EventOrder order,
        in OriginalRecord record,
        out RecordRejection rejection)
    {
        rejection = default;
        Staging staging = Staging.Current;
        staging.Clear();
        if (_pipeline.KeepsTotals)
        {
            staging.Keep(_words, _objects);
        }

        long objectBytes = _objectBytes;
        string? late;
        try
        {
            late = Stage(staging, row, watermark, order);
        }
        catch (EvaluationException e)
        {
            if (_pipeline.KeepsTotals)
            {
                staging.Restore(_words, _objects);
            }

            _objectBytes = objectBytes;
            rejection = new RecordRejection(RecordReasons.EvaluationFailed, row.Evaluating, e.Message);
            return EventOutcome.Rejected;
        }

        long evictAt = Pass(partition, position, place, watermark);
        CommitTotals(row, order);
        CommitWindows(staging, row, evictAt, order);
        if (late is not null)
        {
            Changes.AddLate(new LateRecord(partition, position, late, row.EventTime, record.ToArray()));
        }

        return EventOutcome.Applied;
    }

    // Advances the fence. Gives the watermark at which windows are evicted.
    private long Pass(SourcePartition partition, Position position, int place, long watermark)
    {
        place = _fence.Advance(place, partition, position);
        _ending.Note(partition);
        _hasChanges = true;
        return _fence.Pass(place, watermark);
    }

    /// <summary>
    /// After <see cref="EventOutcome.NeedsReload"/>: which windows to load. Before loading them, the caller must have committed
    /// all changes of this key, and it must not apply records to the key until the windows are restored.
    /// </summary>
    internal IReadOnlyList<ViewReload> ReloadsFor(Row row, long watermark) =>
    [
        .. from view in _pipeline.Views
           let windows = FindWindows(view)
           where windows is not null && view.Counts(row) && windows.Lacks(row.EventTime, windows.Assigner.ClosedEnd(watermark))
           select windows.ReloadFor(row.EventTime),
    ];

    /// <summary>Restores the windows of a reload.</summary>
    internal void Reload(in ViewReload reload, IReadOnlyList<StoredWindow> stored)
    {
        ViewWindows windows = WindowsOf(reload.View);
        foreach (StoredWindow window in stored)
        {
            if (windows.TryLoad(new TimeRange(window.Start, window.End)) is >= 0 and var index)
            {
                var reader = new System.Text.Json.Utf8JsonReader(window.Accumulators.Span);
                reader.Read();
                AccumulatorCodec.Read(
                    ref reader, reload.View, windows.Entries.WordsOf(index), windows.Entries.ObjectsOf(index));
                windows.Loaded(index);
            }
        }

        windows.Know(reload.From, reload.To);
    }

    /// <summary>
    /// Returns the changes of rows since the last call, to be written together with this state; null if there are none. Call it
    /// before encoding the state, as it also evicts windows above the limit.
    /// </summary>
    /// <param name="maxOpen">The maximum number of open windows. Above it, those that end first are evicted.</param>
    internal ViewChanges? TakeChanges(int maxOpen = DefaultMaxOpen)
    {
        if (!_hasChanges)
        {
            return null;
        }

        _hasChanges = false;
        int evicted = Math.Max(0, OpenWindows - maxOpen);
        List<ViewRow> rows = _changes?.TakeLeaving() ?? new List<ViewRow>(_changedRows);
        List<ViewFailure>? failures = null;
        AddRows(rows, ref failures);
        _changedRows = 0;
        ViewChanges changes = _changes?.Take(rows, evicted, failures) ?? new ViewChanges(rows, [], [], evicted, failures ?? []);
        for (int i = 0; i < evicted; i++)
        {
            _windows.OfType<ViewWindows>().Where(windows => windows.Entries.Count > 0)
                .MinBy(windows => windows.Entries[0].End)!.Evict(1, Changes);
        }

        return changes;
    }

    /// <summary>The select list of the row of a view without windows.</summary>
    internal object?[] ValuesOf(CompiledView view)
    {
        List<ViewFailure>? failures = null;
        return ValuesOf(view, ref failures);
    }

    /// <summary>Puts back changes whose write failed; the next <see cref="TakeChanges"/> returns them again.</summary>
    internal void RestoreChanges(ViewChanges changes)
    {
        _hasChanges = true;
        foreach (ViewRow row in changes.Rows.Where(row => row.View.Windows is null))
        {
            MarkRow(row.View);
        }

        if (_pipeline.HasWindows)
        {
            Changes.TakeBack(changes, row => WindowsOf(row.View).MarkChanged(new TimeRange(row.Start, row.End)));
        }
    }

    /// <summary>The words of a view without windows.</summary>
    internal Span<long> WordsOf(CompiledView view) => _words.AsSpan(view.WordOffset, view.WordCount);

    /// <summary>The objects of a view without windows.</summary>
    internal Span<object?> ObjectsOf(CompiledView view) => _objects.AsSpan(view.ObjectOffset, view.ObjectCount);

    /// <summary>Whether a view without windows has a row.</summary>
    internal bool HasRow(CompiledView view) => (FlagsOf(view) & (long)EntryFlags.Stored) != 0;

    /// <summary>Says that a view without windows has a row, whose accumulators are restored.</summary>
    internal void RestoreRow(CompiledView view)
    {
        FlagsOf(view) = (long)EntryFlags.Stored;
        _objectBytes += view.ObjectBytes(WordsOf(view), ObjectsOf(view));
    }

    /// <summary>Keeps the state of views that the pipeline does not have.</summary>
    internal void RestoreForeignViews(List<ForeignView> views)
    {
        ForeignViews = views;
        _foreignBytes = views.Sum(view => 64L + view.Json.Length);
    }

    internal void RestoreFence(List<Fence.Entry> entries) => _fence.Load(entries);

    /// <summary>The windows of a view, or null if it has none so far.</summary>
    internal ViewWindows? FindWindows(CompiledView view) => view.Windows is null ? null : _windows[view.Index];

    internal ViewWindows WindowsOf(CompiledView view) => _windows[view.Index] ??= new ViewWindows(view);
}

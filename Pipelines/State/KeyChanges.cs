using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime.Values;
using PathwayOrleans.Pipelines.Windows;

namespace PathwayOrleans.Pipelines.State;

/// <summary>
/// What of one key is to be written beside the rows that are still in its state: rows of windows that left it, and records that
/// were late.
/// </summary>
internal sealed class KeyChanges(PipelineKey key)
{
    private const long FixedBytes = 120;
    private const long RowBytes = 56;
    private const long KeyBytes = 16;
    private const long LateBytes = 64;
    private const long ValueBytes = 32;

    private List<ViewRow>? _leaving;
    private List<ViewRowKey>? _gone;
    private List<LateRecord>? _late;
    private List<ViewFailure>? _failures;

    // Values of rows and bytes of records.
    private long _contentBytes;

    /// <summary>The approximate number of rows of windows in the next changes.</summary>
    internal int PendingRows { get; set; }

    /// <summary>Its approximate memory.</summary>
    internal long Bytes => FixedBytes + ((_leaving?.Capacity ?? 0) * RowBytes) + ((_gone?.Capacity ?? 0) * KeyBytes)
        + ((_late?.Capacity ?? 0) * LateBytes) + _contentBytes;

    internal void Leave(in ViewRow row)
    {
        (_leaving ??= []).Add(row);
        _contentBytes += (row.Values.Length * ValueBytes) + (row.Accumulators?.Length ?? 0);
    }

    internal void Remove(in ViewRowKey row) => (_gone ??= []).Add(row);

    internal void AddLate(in LateRecord record)
    {
        (_late ??= []).Add(record);
        _contentBytes += record.Record.Length;
    }

    /// <summary>The row of a window from its accumulators.</summary>
    internal ViewRow RowOf(CompiledView view, TimeRange window, Span<long> words, Span<object?> objects)
    {
        ResultContext context = ResultContext.Of(key.Values);
        context.Start = new Timestamptz(window.Start - Timestamptz.UnixEpochOffset);
        context.End = new Timestamptz(window.End - Timestamptz.UnixEpochOffset);
        object?[] values = view.Results(context, words, objects, ref _failures);
        return new ViewRow(view, window.Start, window.End, values, AccumulatorCodec.Encode(view, words, objects));
    }

    /// <summary>Takes the rows that left the state.</summary>
    internal List<ViewRow> TakeLeaving()
    {
        List<ViewRow> rows = _leaving ?? [];
        _leaving = null;
        return rows;
    }

    /// <summary>Takes everything else, when the rows of the state have been added.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="evicted">The number of windows that are evicted.</param>
    /// <param name="failures">The columns without a value in rows without a window; null if there are none.</param>
    internal ViewChanges Take(List<ViewRow> rows, int evicted, List<ViewFailure>? failures)
    {
        if (failures is not null)
        {
            (_failures ??= []).AddRange(failures);
        }

        var changes = new ViewChanges(rows, _gone ?? [], _late ?? [], evicted, _failures ?? []);
        (_gone, _late, _failures) = (null, null, null);
        PendingRows = 0;
        _contentBytes = 0;
        return changes;
    }

    /// <summary>Puts back changes whose write failed, except for the rows that the state still has.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="markChanged">Marks a row of a window as changed; false if the state does not have it.</param>
    internal void TakeBack(ViewChanges changes, Func<ViewRow, bool> markChanged)
    {
        foreach (ViewRow row in changes.Rows.Where(row => row.View.Windows is not null))
        {
            PendingRows++;

            // A session that was merged into another one since must not be written again.
            if (!markChanged(row)
                && _gone?.Contains(new ViewRowKey(row.View, row.Start)) != true
                && _leaving?.Exists(left => IsSameRow(left, row)) != true)
            {
                Leave(row);
            }
        }

        (_gone ??= []).AddRange(changes.Gone);
        foreach (LateRecord record in changes.Late)
        {
            AddLate(record);
        }
    }

    // A session keeps its row when it grows. Cumulating windows of one start differ in their ends.
    private static bool IsSameRow(in ViewRow one, in ViewRow other) => one.View == other.View && one.Start == other.Start
        && (one.End == other.End || one.View.Windows?.IsSession == true);
}

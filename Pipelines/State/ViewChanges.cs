using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Compilation;

namespace PathwayOrleans.Pipelines.State;

/// <summary>A row of a view to insert or update.</summary>
/// <param name="View">The view.</param>
/// <param name="Start">The start of its window, microseconds since the epoch; 0 without one.</param>
/// <param name="End">The end of its window; 0 without one.</param>
/// <param name="Values">The values of the view's columns; null is NULL.</param>
/// <param name="Accumulators">
/// With a window, its accumulators as JSON in UTF-8, so that <see cref="KeyState.Reload"/> can restore it; null without one.
/// </param>
internal readonly record struct ViewRow(CompiledView View, long Start, long End, object?[] Values, byte[]? Accumulators);

/// <summary>A row to delete, because its session was merged or now starts at another time.</summary>
/// <param name="View">The view.</param>
/// <param name="Start">The start of its window, microseconds since the epoch.</param>
internal readonly record struct ViewRowKey(CompiledView View, long Start);

/// <summary>A record that was late for windows of some views and counted in all other views.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Position">Its position in that partition.</param>
/// <param name="Views">The names of the views, separated by commas.</param>
/// <param name="EventTime">Its event time, microseconds since the epoch.</param>
/// <param name="Record">Its bytes, as they were passed to <see cref="KeyState.Apply"/>.</param>
internal readonly record struct LateRecord(
    SourcePartition Partition, Position Position, string Views, long EventTime, byte[] Record)
{
    /// <summary>The detail of its dead letter.</summary>
    internal string Detail => $"{Views}: its window is closed";
}

/// <summary>The changes of the rows of one key since they were last taken; to be written together with the key's state.</summary>
/// <param name="Rows">Rows to insert or update.</param>
/// <param name="Gone">Rows to delete, before the others are written.</param>
/// <param name="Late">Records that were late.</param>
/// <param name="Evicted">The number of windows that were evicted before they were closed, because the key had too many.</param>
/// <param name="Failures">Columns without a value.</param>
internal sealed record ViewChanges(
    IReadOnlyList<ViewRow> Rows,
    IReadOnlyList<ViewRowKey> Gone,
    IReadOnlyList<LateRecord> Late,
    int Evicted,
    IReadOnlyList<ViewFailure> Failures);

/// <summary>
/// A request for windows that were evicted from the state of a key and that a record needs now: all windows of a view that
/// overlap a time range. Load them only when all changes of the key are durable. All times are microseconds since the epoch.
/// </summary>
/// <param name="View">The view.</param>
/// <param name="ScanFrom">
/// The lowest start to load. The last window that starts before it is loaded too if it is a session that overlaps the range.
/// </param>
/// <param name="From">The start of the range.</param>
/// <param name="To">The end of the range, exclusive.</param>
internal readonly record struct ViewReload(CompiledView View, long ScanFrom, long From, long To);

/// <summary>A window that was loaded from its row.</summary>
/// <param name="Start">Its start, microseconds since the epoch.</param>
/// <param name="End">Its end.</param>
/// <param name="Accumulators">What <see cref="ViewRow.Accumulators"/> was.</param>
internal readonly record struct StoredWindow(long Start, long End, ReadOnlyMemory<byte> Accumulators);

using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime.Text;
using PathwayOrleans.Pipelines.State;

namespace PathwayOrleans.Pipelines.Running;

/// <summary>The rows of a view in memory, as a database would have them.</summary>
internal sealed class ViewTable(CompiledView view)
{
    private readonly Dictionary<(PipelineKey Key, long Start, long End), ViewRow> _rows = [];

    internal CompiledView View => view;

    internal int Count => _rows.Count;

    /// <summary>The rows by key and window.</summary>
    internal IEnumerable<ViewRow> Rows => _rows
        .OrderBy(row => row.Key.Key.Text, StringComparer.Ordinal).ThenBy(row => row.Key.Start).ThenBy(row => row.Key.End)
        .Select(row => row.Value);

    /// <summary>Postgres's text of a value.</summary>
    internal static string TextOf(object value) => ValueText.Of(value);

    internal void Write(PipelineKey key, in ViewRow row) => _rows[(key, row.Start, EndOf(row.End))] = row;

    internal void Delete(PipelineKey key, long start) => _rows.Remove((key, start, 0));

    /// <summary>The windows of a key that a reload asks for.</summary>
    internal IReadOnlyList<StoredWindow> Load(PipelineKey key, ViewReload reload)
    {
        ViewRow[] own = [.. _rows.Where(row => row.Key.Key == key).Select(row => row.Value).OrderBy(row => row.Start)];
        ViewRow[] before = [.. own.Where(row => row.Start < reload.ScanFrom)];
        bool reaches = view.Windows!.IsSession && before is [.., var last] && last.End > reload.From;
        return
        [
            .. from row in own.Where(row => row.Start >= reload.ScanFrom && row.Start < reload.To).Concat(
                   reaches ? [before[^1]] : [])
               where row.End > reload.From
               select new StoredWindow(row.Start, row.End, row.Accumulators!),
        ];
    }

    // A session keeps its row when it grows. Cumulating windows of one start differ in their ends.
    private long EndOf(long end) => view.Windows?.IsSession == true ? 0 : end;
}

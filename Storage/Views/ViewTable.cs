using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Storage.Views;

/// <summary>The table of a materialized view.</summary>
/// <param name="Name">Its name, which is that of the view.</param>
/// <param name="Sql">The statement of the view, as it is written.</param>
/// <param name="Columns">Its columns, in the order of the select list.</param>
/// <param name="Identity">
/// The places of the columns that identify a row: the key columns in the order of the service's key, then the start of the
/// window. Windows of CUMULATE have the same start, so their end is a part too.
/// </param>
/// <param name="Window">Its windows; null without.</param>
/// <param name="AllowedLatenessMicroseconds">How long after its end a window accepts late events.</param>
internal sealed record ViewTable(
    string Name,
    string Sql,
    IReadOnlyList<ViewColumn> Columns,
    IReadOnlyList<int> Identity,
    WindowDefinition? Window,
    long AllowedLatenessMicroseconds)
{
    /// <summary>
    /// The column of windowed views with the accumulators of a row, from which a window that was evicted from memory is restored:
    /// its values alone cannot restore an average or a sketch.
    /// </summary>
    internal const string StateColumn = "pathway_state";

    /// <summary>Whether its rows have <see cref="StateColumn"/>.</summary>
    internal bool HasState => Window is not null;

    /// <summary>Whether its windows change their bounds and are merged.</summary>
    internal bool HasSessions => Window?.Kind == WindowKind.Session;

    /// <summary>The columns that identify a row.</summary>
    internal IEnumerable<ViewColumn> IdentityColumns => Identity.Select(place => Columns[place]);

    /// <summary>The table of a view.</summary>
    /// <param name="view">The view.</param>
    /// <param name="key">The names of the key columns of the source, in the order of the service's key.</param>
    internal static ViewTable Of(MaterializedViewDefinition view, IReadOnlyList<string> key)
    {
        // A key column or bound that is selected twice is a value the second time.
        var known = new HashSet<(ViewColumnRole Role, string Key)>();
        var keys = new Dictionary<string, int>();
        var columns = new List<ViewColumn>();
        foreach (OutputColumn output in view.Outputs)
        {
            (ViewColumnRole role, string name) = output.Expression switch
            {
                BoundKey bound => (ViewColumnRole.Key, bound.Column.Name),
                BoundWindowBound bound => (bound.IsEnd ? ViewColumnRole.WindowEnd : ViewColumnRole.WindowStart, ""),
                _ => (ViewColumnRole.Value, ""),
            };
            role = role == ViewColumnRole.Value || known.Add((role, name)) ? role : ViewColumnRole.Value;
            if (role == ViewColumnRole.Key)
            {
                keys.Add(name, columns.Count);
            }

            columns.Add(new ViewColumn(
                output.Name, output.Expression.Type, role, output.Expression.ToString(), output.Sql));
        }

        int start = columns.FindIndex(column => column.Role == ViewColumnRole.WindowStart);
        int end = columns.FindIndex(column => column.Role == ViewColumnRole.WindowEnd);
        int[] bounds = view.Window?.Kind switch
        {
            null => [],
            WindowKind.Cumulate => [start, end],
            _ => [start],
        };
        return new ViewTable(
            view.Name,
            view.Sql,
            columns,
            [.. key.Select(name => keys[name]), .. bounds],
            view.Window,
            view.AllowedLatenessMicroseconds);
    }
}

namespace PathwayOrleans.Storage.Views;

/// <summary>
/// The rows of a view in a commit, column by column. Each column gets one value per row, and each row occurs at most once. Rows
/// to delete are deleted before the others are written. Not thread-safe.
/// </summary>
internal sealed class ViewRows
{
    /// <param name="view">The view.</param>
    internal ViewRows(RegisteredView view)
    {
        View = view;
        ViewTable table = view.Table;
        Columns = [.. table.Columns.Select((column, place) => ColumnBuffer.Create(column.Type, table.Identity.Contains(place)))];
        GoneColumns = [.. table.IdentityColumns.Select(column => ColumnBuffer.Create(column.Type, isIdentity: true))];
    }

    /// <summary>The view.</summary>
    internal RegisteredView View { get; }

    /// <summary>The columns of rows to write, in the order of the table.</summary>
    internal IReadOnlyList<ColumnBuffer> Columns { get; }

    /// <summary>The accumulators of rows to write (<see cref="ViewTable.StateColumn"/>); empty if they have none.</summary>
    internal BytesBuffer States { get; } = new();

    /// <summary>Whether the rows have accumulators.</summary>
    internal bool HasStates => States.Count > 0;

    /// <summary>The columns of rows to delete: those of the identity (<see cref="ViewTable.Identity"/>).</summary>
    internal IReadOnlyList<ColumnBuffer> GoneColumns { get; }

    /// <summary>The number of rows to write.</summary>
    internal int Count => Columns[0].Count;

    /// <summary>The number of rows to delete.</summary>
    internal int GoneCount => GoneColumns[0].Count;

    /// <summary>The approximate size of the rows in a statement.</summary>
    internal long Bytes => Columns.Sum(column => column.Bytes) + States.Bytes + GoneColumns.Sum(column => column.Bytes);

    /// <summary>Removes all rows.</summary>
    internal void Clear()
    {
        States.Clear();
        foreach (ColumnBuffer column in Columns.Concat(GoneColumns))
        {
            column.Clear();
        }
    }

    /// <summary>Throws if a column has another number of values than the first.</summary>
    internal void Check()
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            Require(Columns[i].Count == Count, View.Table.Columns[i]);
        }

        if (HasStates && (States.Count != Count || !View.Table.HasState))
        {
            throw new InvalidOperationException(
                $"'{View.Table.Name}' has {Count} rows and the accumulators of {States.Count}.");
        }

        for (int i = 0; i < GoneColumns.Count; i++)
        {
            Require(GoneColumns[i].Count == GoneCount, View.Table.Columns[View.Table.Identity[i]]);
        }
    }

    private void Require(bool isWhole, ViewColumn column)
    {
        if (!isWhole)
        {
            throw new InvalidOperationException(
                $"The column '{column.Name}' of '{View.Table.Name}' has another number of values than the first column.");
        }
    }
}

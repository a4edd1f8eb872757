using PathwayOrleans.Pipelines.Runtime.Values;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Storage.Views;

/// <summary>
/// Turns the changes of keys into the columns of a commit. The buffers are used again, so the commit before must have ended. Not
/// thread-safe.
/// </summary>
/// <param name="pipeline">The pipeline; its views are in the order of the compiled ones.</param>
internal sealed class ViewBuffers(RegisteredPipeline pipeline)
{
    private readonly ViewRows[] _rows = [.. pipeline.Views.Select(view => new ViewRows(view))];

    /// <summary>Gives a commit all views, without rows.</summary>
    internal void FillEmpty(CommitBatch batch) =>
        batch.Views = new ViewChanges(pipeline.Generation, _rows) { HasAllViews = true };

    /// <summary>Sets the rows of the views of a commit from the changes of its keys.</summary>
    /// <param name="batch">The commit.</param>
    /// <param name="valuesOf">The values of a key, in the order of <see cref="RegisteredPipeline.Key"/>.</param>
    internal void Fill(CommitBatch batch, Func<string, IReadOnlyList<object>> valuesOf)
    {
        Array.ForEach(_rows, rows => rows.Clear());
        foreach (UserWrite write in batch.Users)
        {
            if (write.Changes is not { } changes)
            {
                continue;
            }

            if (changes.Gone.Count > 0)
            {
                IReadOnlyList<object> key = valuesOf(write.UserId);
                foreach (ViewRowKey gone in changes.Gone)
                {
                    AddGone(gone, key);
                }
            }

            foreach (ViewRow row in changes.Rows)
            {
                Add(row);
            }
        }

        batch.Views = new ViewChanges(pipeline.Generation, _rows);
    }

    private void Add(in ViewRow row)
    {
        ViewRows rows = _rows[row.View.Index];
        for (int place = 0; place < row.Values.Length; place++)
        {
            rows.Columns[place].AddValue(row.Values[place]);
        }

        if (row.Accumulators is { } accumulators)
        {
            rows.States.Add(accumulators);
        }
    }

    private void AddGone(in ViewRowKey gone, IReadOnlyList<object> key)
    {
        ViewRows rows = _rows[gone.View.Index];
        for (int i = 0; i < key.Count; i++)
        {
            rows.GoneColumns[i].AddValue(key[i]);
        }

        rows.GoneColumns[key.Count].AddValue(Timestamptz.FromUnixMicroseconds(gone.Start));
    }
}

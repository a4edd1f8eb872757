using Npgsql;
using PathwayOrleans.Configuration;

namespace PathwayOrleans.Storage.Views;

/// <summary>Deletes a view with its rows, in a transaction that holds the lock of the schema.</summary>
internal static class ViewDeletion
{
    /// <exception cref="ConfigurationRejectedException">
    /// There is no such view, or another object of the database needs its table.
    /// </exception>
    internal static async Task RunAsync(
        NpgsqlConnection connection, string schema, string name, CancellationToken cancellationToken)
    {
        StoredPipeline stored = await StoredPipeline.ReadAsync(connection, cancellationToken);
        if (!stored.Views.TryGetValue(name, out StoredView? view))
        {
            string there = stored.Views.Count == 0
                ? "It has none."
                : $"It has {string.Join(", ", stored.Views.Keys.Order(StringComparer.Ordinal))}.";
            throw new ConfigurationRejectedException($"The service has no materialized view '{name}'. {there}");
        }

        var rows = new PipelineRows(connection, cancellationToken);
        await rows.LockCommitsAsync();
        await new PlainViews(connection, schema, cancellationToken).DropAllAsync();
        string status = ViewTableSql.StatusName(name);
        IEnumerable<string> others =
            (await DependentObjects.FindAsync(connection, schema, name, cancellationToken)).Where(other => other != status)
            .Concat(await DependentObjects.FindAsync(connection, schema, status, cancellationToken));
        if (string.Join(", ", others) is { Length: > 0 } list)
        {
            throw new ConfigurationRejectedException(
                $"The table '{name}' cannot be deleted, because {list} needs it. Delete that first.");
        }

        await rows.DeleteAsync(schema, name, view.Number);
        await rows.AddMarkAsync();
    }
}

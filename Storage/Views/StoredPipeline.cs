using Npgsql;

namespace PathwayOrleans.Storage.Views;

/// <summary>The pipeline of a service, as its database has it.</summary>
/// <param name="Generation">Its number; 0 if the service has none yet.</param>
/// <param name="Hash">The hash of what is compared.</param>
/// <param name="Source">The lines of the source.</param>
/// <param name="Key">The key columns, in the order of the service's key.</param>
/// <param name="Views">All views that have rows or had them, by their names.</param>
internal sealed record StoredPipeline(
    long Generation,
    string Hash,
    IReadOnlyList<string> Source,
    IReadOnlyList<string> Key,
    IReadOnlyDictionary<string, StoredView> Views)
{
    /// <summary>Reads it. The caller holds the lock of the schema.</summary>
    internal static async Task<StoredPipeline> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Dictionary<string, StoredView> views = await ReadViewsAsync(connection, cancellationToken);
        await using var command = new NpgsqlCommand(
            "SELECT generation, hash, source, key_columns FROM pathway_pipelines ORDER BY generation DESC LIMIT 1", connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new StoredPipeline(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetFieldValue<string[]>(2),
                reader.GetFieldValue<string[]>(3),
                views)
            : new StoredPipeline(0, "", [], [], views);
    }

    private static async Task<Dictionary<string, StoredView>> ReadViewsAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var views = new Dictionary<string, StoredView>();
        await using var command = new NpgsqlCommand(
            "SELECT name, number, definition, since, state, state_since, writer_revision, counted_as FROM pipeline_views",
            connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            views.Add(reader.GetString(0), new StoredView(
                reader.GetInt32(1),
                reader.GetFieldValue<string[]>(2),
                reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3),
                Enum.Parse<StoredViewState>(reader.GetString(4), ignoreCase: true),
                reader.GetFieldValue<DateTimeOffset>(5),
                reader.GetInt32(6),
                reader.IsDBNull(7) ? null : reader.GetString(7)));
        }

        return views;
    }
}

/// <summary>A view of a stored pipeline.</summary>
/// <param name="Number">Its number, which no other view of the service ever gets.</param>
/// <param name="Definition">Its lines.</param>
/// <param name="Since">Since when it counts; null if it has every event of the service.</param>
/// <param name="State">Whether it is written.</param>
/// <param name="StateSince">Since when it has this state.</param>
/// <param name="WriterRevision">The revision of its <c>pathway_write_view</c>.</param>
/// <param name="CountedAs">See <see cref="RegisteredView.CountedAs"/>.</param>
internal sealed record StoredView(
    int Number,
    IReadOnlyList<string> Definition,
    DateTimeOffset? Since,
    StoredViewState State,
    DateTimeOffset StateSince,
    int WriterRevision,
    string? CountedAs);

/// <summary>The states of a view.</summary>
internal enum StoredViewState
{
    /// <summary>It is part of the pipeline.</summary>
    Written,

    /// <summary>It is no part of the pipeline any more. Its table keeps its rows.</summary>
    Dropped,

    /// <summary>The service was reset. The table has no rows and may be created anew.</summary>
    Emptied,
}

using Npgsql;
using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Storage.Views;

/// <summary>One registration of a pipeline, in a transaction that holds the lock of the schema.</summary>
internal sealed class PipelineRegistration(string schema, PipelineDefinition pipeline, TimeSpan idleTimeout, bool goesBack)
{
    /// <summary>
    /// Whether new views have the rows and states of a service that had no pipeline, so that they have every event.
    /// </summary>
    internal bool IsEarlier { get; init; }

    /// <summary>The views that are new.</summary>
    internal List<RegisteredView> Created { get; } = [];

    /// <summary>The views that are written no more.</summary>
    internal IReadOnlyList<string> Dropped { get; private set; } = [];

    internal async Task<RegisteredPipeline> RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Created.Clear();
        StoredPipeline stored = await StoredPipeline.ReadAsync(connection, cancellationToken);
        var comparison = new PipelineComparison(stored, pipeline);
        string hash = PipelineText.Hash(pipeline, comparison.Key);
        if (!goesBack && hash != stored.Hash)
        {
            await RefuseReplacedAsync(connection, hash, cancellationToken);
        }

        comparison.Check();
        var writer = new PipelineRows(connection, cancellationToken);
        bool isSame = hash == stored.Hash;
        if (!isSame)
        {
            await writer.LockCommitsAsync();
        }

        var plainViews = new PlainViews(connection, schema, cancellationToken);
        await plainViews.DropGoneAsync(pipeline.Views);
        Dropped = comparison.Gone;
        await writer.DropAsync(Dropped);
        var views = new List<RegisteredView>();
        foreach (MaterializedViewDefinition view in pipeline.MaterializedViews)
        {
            var table = ViewTable.Of(view, comparison.Key);
            views.Add(stored.Views.TryGetValue(view.Name, out StoredView? known)
                ? await ContinueAsync(writer, view, table, known)
                : await CreateAsync(writer, view, table));
        }

        long generation = isSame ? stored.Generation : await writer.AddAsync(pipeline, comparison.Key, hash, idleTimeout);
        await writer.UpdateIdleTimeoutAsync(generation, idleTimeout);
        if (isSame && stored.Source.Contains(PipelineText.AnyWatermark))
        {
            await writer.UpdateSourceAsync(generation, pipeline);
        }

        await plainViews.CreateAsync(pipeline.Views);
        return new RegisteredPipeline(generation, comparison.Key, views);
    }

    // A process with an earlier configuration, such as one that is restarted during an upgrade, would undo the change.
    private static async Task RefuseReplacedAsync(
        NpgsqlConnection connection, string hash, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT n.registered_at FROM pathway_pipelines AS n
            WHERE n.generation > (SELECT max(p.generation) FROM pathway_pipelines AS p WHERE p.hash = $1) AND n.hash <> ''
            ORDER BY n.generation
            LIMIT 1
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = hash });
        if (await command.ExecuteScalarAsync(cancellationToken) is DateTime replaced)
        {
            throw new ConfigurationRejectedException(
                $"The pipeline was replaced by another one at {PipelineComparison.Time(replaced)}. Start this process with the " +
                "pipeline that the others have. To go back to this one, stop the others and run ./pathway pipeline accept.");
        }
    }

    private async Task<RegisteredView> ContinueAsync(
        PipelineRows writer, MaterializedViewDefinition view, ViewTable table, StoredView known)
    {
        if (known.State == StoredViewState.Emptied && !known.Definition.SequenceEqual(PipelineText.View(view)))
        {
            await writer.DeleteAsync(schema, view.Name, known.Number);
            return await CreateAsync(writer, view, table);
        }

        DateTimeOffset? since = known.Since;
        if (known.State == StoredViewState.Emptied)
        {
            since = await writer.RestartAsync(view.Name);
        }

        await writer.UpdateAsync(table);
        if (known.WriterRevision < ViewWriterSql.Revision)
        {
            await writer.ReplaceWriterAsync(schema, table, known.Number);
        }

        return new RegisteredView(known.Number, table, since, known.CountedAs);
    }

    private async Task<RegisteredView> CreateAsync(PipelineRows writer, MaterializedViewDefinition view, ViewTable table)
    {
        bool exists = await ForeignTables.ExistsAsync(writer.Connection, schema, table, writer.CancellationToken);
        (int number, DateTimeOffset? since) = await writer.InsertAsync(
            table, PipelineText.View(view), countsAll: IsEarlier);
        await writer.CreateAsync(schema, table, number, exists);
        var created = new RegisteredView(number, table, since);
        Created.Add(created);
        return created;
    }
}

using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Engine.Startup;

/// <summary>
/// What every engine and batch does with the database before it reads: apply the schema, register the pipeline and the writer,
/// and store the names of the sources. Retries for as long as the database is unavailable.
/// </summary>
internal sealed class EngineStartup(
    SchemaStartup schema, PipelineStartup pipeline, DatabaseSessions sessions, CommitWriter writer, SourceRegister register)
{
    /// <exception cref="InvalidOperationException">The database is not one that this build can work with.</exception>
    internal async Task PrepareDatabaseAsync(CancellationToken cancellationToken)
    {
        await schema.PrepareAsync(sessions.Reader, cancellationToken);
        await pipeline.PrepareAsync(cancellationToken);
        await writer.RegisterAsync(cancellationToken);

        // It runs while the process continues its start.
        var empty = new CommitBatch();
        new ViewBuffers(pipeline.Active.Registered).FillEmpty(empty);
        _ = Task.Run(() => writer.PrepareAsync(empty, cancellationToken), CancellationToken.None);
    }

    /// <summary>Records the names of the sources that will be read, before they are read.</summary>
    /// <exception cref="InvalidOperationException">Two sources have the same number.</exception>
    internal Task PrepareSourcesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        register.RegisterAsync(names, cancellationToken);
}

using Microsoft.Extensions.Logging;
using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Engine.Startup;

/// <summary>Changes of a service's pipeline that a start refuses, made by an operator on purpose.</summary>
public static class PipelineAcceptance
{
    /// <summary>Deletes views with their rows, then makes a pipeline the one of the service.</summary>
    /// <param name="options">The database and the service.</param>
    /// <param name="idleTimeout">
    /// The time without progress after which a partition no longer holds back the closing of windows.
    /// </param>
    /// <param name="file">The file of the pipeline; null to delete views only.</param>
    /// <param name="drop">The names of the views to delete. Each deletion is durable, also if a later step fails.</param>
    /// <param name="logs">Logs retries and errors.</param>
    /// <param name="cancellationToken">Cancels the attempts.</param>
    /// <returns>The materialized views of the pipeline; empty without one.</returns>
    /// <exception cref="ConfigurationRejectedException">
    /// The file has errors, there is no view of a name, or the pipeline contradicts what the service has counted.
    /// </exception>
    public static async Task<IReadOnlyList<string>> RunAsync(
        DatabaseOptions options,
        TimeSpan idleTimeout,
        string? file,
        IReadOnlyList<string> drop,
        ILoggerFactory logs,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(drop);
        PipelineDefinition? pipeline = file is null ? null : PipelineFile.Read(file);
        var retry = new DatabaseRetry(options, TimeProvider.System, logs.CreateLogger<DatabaseRetry>());
        await using var session = new DatabaseSession(options, "pathway-pipeline");
        await new SchemaStartup(new SchemaMigrator(logs.CreateLogger<SchemaMigrator>()), retry)
            .PrepareAsync(session, cancellationToken);
        var registry = new PipelineRegistry(session, retry, logs.CreateLogger<PipelineRegistry>());
        foreach (string name in drop)
        {
            await registry.DropViewAsync(name, cancellationToken);
        }

        if (pipeline is null)
        {
            return [];
        }

        RegisteredPipeline registered = await registry.AcceptAsync(pipeline, idleTimeout, cancellationToken);
        return [.. registered.Views.Select(view => view.Table.Name)];
    }
}

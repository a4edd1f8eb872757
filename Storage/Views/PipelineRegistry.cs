using Microsoft.Extensions.Logging;
using Npgsql;
using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Schema;

namespace PathwayOrleans.Storage.Views;

/// <summary>
/// Stores the pipeline of the service and creates its tables and views. Of processes with different pipelines the last one that
/// adds or removes views is the one that writes: commits of the others are refused, and so are they when they start again.
/// </summary>
internal sealed class PipelineRegistry(DatabaseSession session, DatabaseRetry retry, ILogger<PipelineRegistry> logger)
{
    /// <summary>Compares the pipeline with the one of the service, and brings tables and views up to date.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="idleTimeout">
    /// The time without progress after which a partition no longer holds back the closing of windows.
    /// </param>
    /// <param name="cancellationToken">Cancels the attempts.</param>
    /// <exception cref="ConfigurationRejectedException">
    /// The pipeline contradicts the one of the service, or was replaced by a later one; or the database refuses a view.
    /// </exception>
    internal Task<RegisteredPipeline> RegisterAsync(
        PipelineDefinition pipeline, TimeSpan idleTimeout, CancellationToken cancellationToken) =>
        RunAsync(pipeline, idleTimeout, goesBack: false, cancellationToken);

    /// <summary>The same for a pipeline that a later one has replaced: the service goes back to it.</summary>
    /// <inheritdoc cref="RegisterAsync"/>
    internal Task<RegisteredPipeline> AcceptAsync(
        PipelineDefinition pipeline, TimeSpan idleTimeout, CancellationToken cancellationToken) =>
        RunAsync(pipeline, idleTimeout, goesBack: true, cancellationToken);

    /// <summary>
    /// Deletes a view with its rows, so that a view of this name may be new. The plain views of the pipeline are deleted too; the
    /// next process that starts creates them. Commits of running processes are refused from now on.
    /// </summary>
    /// <exception cref="ConfigurationRejectedException">
    /// There is no such view, or another object of the database needs its table.
    /// </exception>
    internal Task DropViewAsync(string name, CancellationToken cancellationToken) => RunAsync(
        "deleting a view",
        async (connection, token) =>
        {
            await ViewDeletion.RunAsync(connection, session.Schema, name, token);
            return true;
        },
        cancellationToken);

    private async Task<RegisteredPipeline> RunAsync(
        PipelineDefinition pipeline, TimeSpan idleTimeout, bool goesBack, CancellationToken cancellationToken)
    {
        var registration = new PipelineRegistration(session.Schema, pipeline, idleTimeout, goesBack);
        RegisteredPipeline registered = await RunAsync("registering the pipeline", registration.RunAsync, cancellationToken);
        foreach (RegisteredView view in registration.Created)
        {
            logger.ViewCreated(
                view.Table.Name, view.Since is { } since ? PipelineComparison.Time(since) : "the first event of the service");
        }

        foreach (string name in registration.Dropped)
        {
            logger.ViewDropped(name);
        }

        return registered;
    }

    private Task<T> RunAsync<T>(
        string operation, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        retry.RunAsync(
            operation,
            token => session.UseAsync(
                async (connection, t) =>
                {
                    await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(t);
                    await SchemaLock.TakeAsync(connection, session.Schema, t);
                    T result = await work(connection, t);
                    await transaction.CommitAsync(t);
                    return result;
                },
                token),
            cancellationToken);
}

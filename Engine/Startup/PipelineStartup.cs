using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Engine.Startup;

/// <summary>
/// Compares the pipeline of the process with that of the service, and brings the tables of its views up to date.
/// </summary>
internal sealed class PipelineStartup(
    ConfiguredPipeline configured,
    WindowSettings settings,
    DatabaseSessions sessions,
    DatabaseRetry retry,
    IOptions<DatabaseOptions> database,
    ILogger<PipelineRegistry> logger)
{
    private ActivePipeline? _active;
    private bool _isPrepared;

    /// <summary>The pipeline that runs; null without a pipeline.</summary>
    /// <exception cref="InvalidOperationException"><see cref="PrepareAsync"/> was not called.</exception>
    internal ActivePipeline? Active =>
        _isPrepared ? _active : throw new InvalidOperationException("The pipeline has not been prepared yet.");

    /// <summary>Call it when the schema is up to date. Retries for as long as the database is unavailable.</summary>
    /// <exception cref="PathwayOrleans.Configuration.ConfigurationRejectedException">
    /// The service counts with another pipeline; the message names the remedies.
    /// </exception>
    internal async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await new ServicePipeline(sessions.Reader, retry, database.Value.ServiceId).CheckAsync(
            configured.Definition, configured.File, cancellationToken);
        if (configured.Definition is not { } definition)
        {
            _isPrepared = true;
            return;
        }

        RegisteredPipeline registered = await new PipelineRegistry(sessions.Reader, retry, logger).RegisterAsync(
            definition, settings.IdleTimeout, cancellationToken);
        _active = new ActivePipeline(
            CompiledPipeline.Compile(WithKeyOf(registered, definition), [.. registered.Views.Select(view => view.Number)]),
            registered);
        _isPrepared = true;
    }

    // The texts of keys have the order of the service's key, however this text of the pipeline orders them.
    private static PipelineDefinition WithKeyOf(RegisteredPipeline registered, PipelineDefinition definition) => definition with
    {
        KeyColumns = [.. registered.Key.Select(name => definition.KeyColumns.Single(column => column.Name == name))],
    };
}

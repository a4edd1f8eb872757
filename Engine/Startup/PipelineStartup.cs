using Microsoft.Extensions.Logging;
using PathwayOrleans.Configuration;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Engine.Startup;

/// <summary>
/// Compares the pipeline of the process with that of the service, and brings the tables of its views up to date.
/// </summary>
internal sealed class PipelineStartup(
    ConfiguredPipeline configured,
    EventTimeSettings settings,
    DatabaseSessions sessions,
    DatabaseRetry retry,
    ILogger<PipelineRegistry> logger)
{
    private ActivePipeline? _active;

    /// <summary>The pipeline that runs.</summary>
    /// <exception cref="InvalidOperationException"><see cref="PrepareAsync"/> was not called.</exception>
    internal ActivePipeline Active =>
        _active ?? throw new InvalidOperationException("The pipeline has not been prepared yet.");

    /// <summary>Call it when the schema is up to date. Retries for as long as the database is unavailable.</summary>
    /// <exception cref="ConfigurationRejectedException">
    /// The service counts with another pipeline; the message names the remedies.
    /// </exception>
    internal async Task PrepareAsync(CancellationToken cancellationToken)
    {
        PipelineDefinition definition = configured.Definition;
        RegisteredPipeline registered;
        try
        {
            registered = await new PipelineRegistry(sessions.Reader, retry, logger).RegisterAsync(
                definition, settings.IdleTimeout, cancellationToken);
        }
        catch (ConfigurationRejectedException e)
        {
            throw new ConfigurationRejectedException(
                configured.File is { } file
                    ? $"{file}: {e.Message}"
                    : $"{e.Message} This process has no pipeline of its own (Pathway:Pipeline:File, --pipeline), so that it " +
                        "counts with the built-in one (./pathway pipeline show).",
                e);
        }

        _active = new ActivePipeline(
            CompiledPipeline.Compile(
                WithKeyOf(registered, definition),
                [.. registered.Views.Select(view => new StoredViewName(view.Number, view.CountedAs))]),
            registered);
    }

    // The texts of keys have the order of the service's key, however this text of the pipeline orders them.
    private static PipelineDefinition WithKeyOf(RegisteredPipeline registered, PipelineDefinition definition) => definition with
    {
        KeyColumns = [.. registered.Key.Select(name => definition.KeyColumns.Single(column => column.Name == name))],
    };
}

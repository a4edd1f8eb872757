using Npgsql;
using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Views;

/// <summary>Checks that a service is not counted with a pipeline by one process and without one by another.</summary>
internal sealed class ServicePipeline(DatabaseSession session, DatabaseRetry retry, string serviceId)
{
    private const string Sql =
        """
        SELECT
            (SELECT string_agg(v.name, ', ' ORDER BY v.name) FROM pipeline_views AS v WHERE v.state = 'written'),
            EXISTS (SELECT FROM pathway_pipelines),
            EXISTS (SELECT FROM source_progress) OR EXISTS (SELECT FROM dead_letters)
        """;

    /// <summary>Throws if the service has counted otherwise than the process would.</summary>
    /// <param name="pipeline">The pipeline of the process; null without one.</param>
    /// <param name="file">The file of the pipeline.</param>
    /// <param name="cancellationToken">Cancels the attempts.</param>
    /// <exception cref="ConfigurationRejectedException">It has; the message names the remedies.</exception>
    internal async Task CheckAsync(PipelineDefinition? pipeline, string? file, CancellationToken cancellationToken)
    {
        (string views, bool hasPipeline, bool hasCounted) = await retry.RunAsync(
            "reading the pipeline of the service", token => session.ReadAsync(ReadAsync, token), cancellationToken);
        if (pipeline is null && hasPipeline)
        {
            throw new ConfigurationRejectedException(
                $"The service '{serviceId}' counts with a pipeline of its own, with the views {views}, and this process has " +
                "none. Start it with the pipeline (Pathway:Pipeline:File, --pipeline). To count without one, use another " +
                "service (Pathway:ServiceId), or empty the tables with ./pathway reset.");
        }

        if (pipeline is not null && !hasPipeline && hasCounted && !ContinuesBuiltIn(pipeline))
        {
            throw new ConfigurationRejectedException(
                $"The service '{serviceId}' has counted events with the built-in pipeline (./pathway pipeline show), and " +
                $"{file} has another source or key. To count with it, use another service (Pathway:ServiceId), which reads the " +
                "source from its start, or empty the tables with ./pathway reset.");
        }
    }

    // A view of the built-in source and key continues the states of the users.
    private static bool ContinuesBuiltIn(PipelineDefinition pipeline)
    {
        PipelineDefinition builtIn = PipelineBinder.Bind(BuiltInPipeline.Sql);
        return PipelineText.Columns(builtIn.Source).SequenceEqual(PipelineText.Columns(pipeline.Source))
            && PipelineText.Rest(builtIn.Source).SequenceEqual(PipelineText.Rest(pipeline.Source))
            && builtIn.KeyColumns.Select(column => column.Name).SequenceEqual(pipeline.KeyColumns.Select(column => column.Name));
    }

    private static async Task<(string Views, bool HasPipeline, bool HasCounted)> ReadAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.IsDBNull(0) ? "" : reader.GetString(0), reader.GetBoolean(1), reader.GetBoolean(2));
    }
}

using Microsoft.Extensions.Options;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Engine.Counting;

/// <summary>The pipeline of the configuration, and what follows from it for the rest of the process.</summary>
internal sealed class ConfiguredPipeline
{
    public ConfiguredPipeline(IOptions<PipelineOptions> options)
    {
        File = options.Value.File;
        if (string.IsNullOrEmpty(File))
        {
            Definition = BuiltInPipeline.Definition;
            Delivery = RecordDelivery.Events;
            return;
        }

        CompiledPipeline pipeline = PipelineFile.Compile(File);
        Definition = pipeline.Definition;
        Delivery = ReadsEvents(pipeline)
            ? RecordDelivery.Events
            : new RecordDelivery(IsRaw: true, Included.Any(origin => origin.Field == BrokerField.Key), HeaderNames)
            {
                Csv = Definition.Source.Csv is { } csv
                    ? new CsvRecordFormat(csv.Delimiter, [.. ColumnReaders.Needed(pipeline).Select(column => column.Name)])
                    : null,
            };
    }

    /// <summary>The file; null for the built-in pipeline.</summary>
    internal string? File { get; }

    /// <summary>The pipeline.</summary>
    internal PipelineDefinition Definition { get; }

    /// <summary>The form in which readers are to deliver records.</summary>
    internal RecordDelivery Delivery { get; }

    /// <summary>What the configuration and the pipeline say about event time.</summary>
    internal EventTimeSettings EventTime(WindowOptions options) => new(
        new WatermarkSettings(Definition.Source.WatermarkDelay, (long)options.MaxTimeAhead.TotalMilliseconds),
        options.IdleTimeout,
        options.MaxOpenPerUser,
        Definition.MaterializedViews.Any(view => view.Window is not null));

    private IEnumerable<BrokerOrigin> Included =>
        Definition.Source.Columns.Select(column => column.Origin).OfType<BrokerOrigin>();

    private string[] HeaderNames =>
        [.. Included.Where(origin => origin.Field == BrokerField.Header).Select(origin => origin.Header!)];

    // Readers parse events on their threads, and faster than a pipeline reads records.
    internal static bool ReadsEvents(CompiledPipeline pipeline) =>
        PipelineText.HasSourceOf(pipeline.Definition, BuiltInPipeline.Definition) && EventColumns.Fit(pipeline);
}

using Microsoft.Extensions.Options;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Engine.Counting;

/// <summary>The pipeline of the configuration, and what follows from it for the rest of the process.</summary>
internal sealed class ConfiguredPipeline
{
    public ConfiguredPipeline(IOptions<PipelineOptions> options)
    {
        File = options.Value.File;
        if (string.IsNullOrEmpty(File))
        {
            return;
        }

        CompiledPipeline pipeline = PipelineFile.Compile(File);
        Definition = pipeline.Definition;
        Delivery = new RecordDelivery(IsRaw: true, Included.Any(origin => origin.Field == BrokerField.Key), HeaderNames)
        {
            Csv = Definition.Source.Csv is { } csv
                ? new CsvRecordFormat(csv.Delimiter, [.. ColumnReaders.Needed(pipeline).Select(column => column.Name)])
                : null,
        };
    }

    /// <summary>The file; null without a pipeline.</summary>
    internal string? File { get; }

    /// <summary>The pipeline; null if the built-in events are counted.</summary>
    internal PipelineDefinition? Definition { get; }

    /// <summary>The form in which readers are to deliver records.</summary>
    internal RecordDelivery Delivery { get; } = RecordDelivery.Events;

    /// <summary>The settings of event time with the watermark of the pipeline.</summary>
    internal WindowSettings Adapt(WindowSettings settings)
    {
        if (Definition is null)
        {
            return settings;
        }

        return settings with
        {
            Clock = new WatermarkSettings(Definition.Source.WatermarkDelay, settings.Clock.MaxAhead),
            HasWindowedViews = Definition.MaterializedViews.Any(view => view.Window is not null),
        };
    }

    private IEnumerable<BrokerOrigin> Included =>
        Definition!.Source.Columns.Select(column => column.Origin).OfType<BrokerOrigin>();

    private string[] HeaderNames =>
        [.. Included.Where(origin => origin.Field == BrokerField.Header).Select(origin => origin.Header!)];
}

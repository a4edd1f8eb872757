using System.Text;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;

namespace PathwayOrleans.Pipelines.Tests.Support;

/// <summary>Compiles pipelines for tests.</summary>
internal static class Compiled
{
    /// <summary>The time of the first event of most tests: 2023-11-14 22:13:20 UTC, in milliseconds.</summary>
    internal const long Start = 1_700_000_000_000;

    internal static CompiledPipeline Pipeline(string sql) => CompiledPipeline.Compile(PipelineBinder.Bind(sql));

    internal static RecordReader Reader(string sql) => Reader(Pipeline(sql));

    internal static RecordReader Reader(CompiledPipeline pipeline) => new(pipeline, EventRules.Default);

    /// <summary>The row of a record, or the rejection as text.</summary>
    internal static string? Read(this RecordReader reader, string json, RecordMetadata metadata = default) =>
        reader.TryRead(Encoding.UTF8.GetBytes(json), metadata, out RecordRejection rejection)
            ? null
            : $"{rejection.Reason} {rejection}";
}

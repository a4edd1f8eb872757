using System.Globalization;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;

namespace PathwayOrleans.Cli.Pipeline;

/// <summary>What a pipeline without errors consists of, in a line.</summary>
internal static class CheckSummary
{
    internal static string Describe(string file, CompiledPipeline pipeline)
    {
        PipelineDefinition definition = pipeline.Definition;
        string views = string.Join(", ", definition.MaterializedViews.Select(view => view.Name));
        string plain = definition.Views.Count == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $", and {definition.Views.Count} plain view{(definition.Views.Count == 1 ? "" : "s")}");
        return $"{file}: no errors. Source {definition.Source.Name}, key {Keys(definition)}, materialized views {views}{plain}.";
    }

    internal static object ToJson(CompiledPipeline pipeline) => new
    {
        valid = true,
        errors = Array.Empty<object>(),
        source = pipeline.Definition.Source.Name,
        key = pipeline.Definition.KeyColumns.Select(key => key.Name),
        materializedViews = pipeline.Definition.MaterializedViews.Select(view => view.Name),
        views = pipeline.Definition.Views.Select(view => view.Name),
    };

    private static string Keys(PipelineDefinition definition) =>
        string.Join(", ", definition.KeyColumns.Select(key => key.Name));
}

using PathwayOrleans.Pipelines.Compilation;

namespace PathwayOrleans.Pipelines.Oracle;

/// <summary>A pipeline whose rows are compared with those of Postgres.</summary>
public sealed class VerifiedPipeline
{
    internal VerifiedPipeline(CompiledPipeline compiled)
    {
        Compiled = compiled;
        Views = [.. compiled.Definition.MaterializedViews.Select(view => ExpectedView.Of(view, compiled.Definition))];
    }

    /// <summary>The materialized views.</summary>
    public IReadOnlyList<ExpectedView> Views { get; }

    internal CompiledPipeline Compiled { get; }

    /// <summary>Reads a pipeline from a file.</summary>
    /// <exception cref="Configuration.ConfigurationRejectedException">
    /// The file cannot be read, or has errors; the message has their lines and columns.
    /// </exception>
    public static VerifiedPipeline Read(string file) => new(CompiledPipeline.Compile(PipelineFile.Read(file)));
}

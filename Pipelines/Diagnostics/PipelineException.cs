namespace PathwayOrleans.Pipelines.Diagnostics;

/// <summary>The text of a pipeline has errors.</summary>
internal sealed class PipelineException : Exception
{
    internal PipelineException(IReadOnlyList<PipelineDiagnostic> diagnostics)
        : base(string.Join("\n\n", diagnostics)) =>
        Diagnostics = diagnostics;

    /// <summary>The errors in the order of their places; at least one.</summary>
    internal IReadOnlyList<PipelineDiagnostic> Diagnostics { get; }
}

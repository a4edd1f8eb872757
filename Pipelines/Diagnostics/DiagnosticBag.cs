namespace PathwayOrleans.Pipelines.Diagnostics;

/// <summary>Collects the errors of one text.</summary>
internal sealed class DiagnosticBag(SourceText source)
{
    private readonly List<(int Offset, PipelineDiagnostic Diagnostic)> _diagnostics = [];

    internal SourceText Source => source;

    internal bool IsEmpty => _diagnostics.Count == 0;

    internal void Add(SourceSpan span, string message) =>
        _diagnostics.Add((span.Start, PipelineDiagnostic.At(source, span, message)));

    /// <summary>Adds an error and returns null, for callers whose result is null after an error.</summary>
    internal T? Fail<T>(SourceSpan span, string message)
        where T : class
    {
        Add(span, message);
        return null;
    }

    /// <summary>The errors in the order of their places, each once.</summary>
    internal IReadOnlyList<PipelineDiagnostic> ToList() =>
        [.. _diagnostics.OrderBy(entry => entry.Offset).Select(entry => entry.Diagnostic).Distinct()];

    internal void ThrowIfAny()
    {
        if (!IsEmpty)
        {
            throw new PipelineException(ToList());
        }
    }
}

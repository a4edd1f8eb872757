using PathwayOrleans.Pipelines.Diagnostics;

namespace PathwayOrleans.Pipelines.Syntax.Ast;

/// <summary>A name, in lower case unless it was quoted.</summary>
/// <param name="Text">The name without quotes.</param>
/// <param name="Span">Its place.</param>
internal sealed record SqlName(string Text, SourceSpan Span)
{
    public override string ToString() => SqlRenderer.Name(Text);
}

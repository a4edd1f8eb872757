namespace PathwayOrleans.Pipelines.Diagnostics;

/// <summary>A part of the text of a pipeline.</summary>
/// <param name="Start">The offset of its first character.</param>
/// <param name="Length">The number of its characters.</param>
internal readonly record struct SourceSpan(int Start, int Length)
{
    internal int End => Start + Length;

    /// <summary>The shortest part that contains both.</summary>
    internal SourceSpan To(SourceSpan other)
    {
        int start = Math.Min(Start, other.Start);
        return new SourceSpan(start, Math.Max(End, other.End) - start);
    }
}

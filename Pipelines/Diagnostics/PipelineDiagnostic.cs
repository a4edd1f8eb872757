using System.Globalization;

namespace PathwayOrleans.Pipelines.Diagnostics;

/// <summary>An error in the text of a pipeline.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="SourceLine">The text of that line.</param>
/// <param name="Message">What is wrong and what to do instead.</param>
internal sealed record PipelineDiagnostic(int Line, int Column, string SourceLine, string Message)
{
    private const string Indent = "    ";

    // A long line is cut, so that the caret stays under its place in a terminal.
    private const int MaxBefore = 80;
    private const int MaxLength = 120;

    internal static PipelineDiagnostic At(SourceText source, SourceSpan span, string message)
    {
        (int line, int column, string text) = source.Locate(span.Start);
        return new PipelineDiagnostic(line, column, text, message);
    }

    /// <summary>The place and the message, the line of the text, and a caret under the place.</summary>
    public override string ToString()
    {
        int cut = Math.Max(0, Column - 1 - MaxBefore);
        string shown = SourceLine.Substring(cut, Math.Min(MaxLength, SourceLine.Length - cut));
        // Tabs are kept, so that the caret is under its place however wide a tab is shown.
        string before = string.Concat(SourceLine.Take(Column - 1).Skip(cut).Select(c => c == '\t' ? '\t' : ' '));
        return string.Create(
            CultureInfo.InvariantCulture, $"line {Line}, column {Column}: {Message}\n{Indent}{shown}\n{Indent}{before}^");
    }
}

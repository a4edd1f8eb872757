namespace PathwayOrleans.Pipelines.Diagnostics;

/// <summary>The text of a pipeline, which knows its lines.</summary>
internal sealed class SourceText
{
    private readonly List<int> _lineStarts = [0];

    internal SourceText(string text)
    {
        Text = text;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    internal string Text { get; }

    internal string Slice(SourceSpan span) => Text.Substring(span.Start, span.Length);

    /// <summary>The line and the column of an offset, both from 1, and the text of that line.</summary>
    internal (int Line, int Column, string Text) Locate(int offset)
    {
        int index = _lineStarts.BinarySearch(offset);
        int line = index >= 0 ? index : ~index - 1;
        int start = _lineStarts[line];
        int end = Text.IndexOf('\n', start);
        return (line + 1, offset - start + 1, (end < 0 ? Text[start..] : Text[start..end]).TrimEnd('\r'));
    }
}

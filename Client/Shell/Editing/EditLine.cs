using System.Globalization;

namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>A line with a cursor that moves by grapheme clusters.</summary>
internal sealed class EditLine
{
    internal string Text { get; private set; } = "";

    /// <summary>The number of UTF-16 units before the cursor.</summary>
    internal int Cursor { get; private set; }

    internal string BeforeCursor => Text[..Cursor];

    internal void Insert(string text) => Replace(Cursor, text);

    /// <summary>Replaces the text from a start position to the cursor.</summary>
    internal void Replace(int start, string text)
    {
        Text = string.Concat(Text.AsSpan(0, start), text, Text.AsSpan(Cursor));
        Cursor = start + text.Length;
    }

    /// <summary>Replaces the whole text and moves the cursor to its end.</summary>
    internal void Set(string text)
    {
        Text = text;
        Cursor = text.Length;
    }

    internal void Left() => Cursor = Previous();

    internal void Right() => Cursor = Next();

    internal void Home() => Cursor = 0;

    internal void End() => Cursor = Text.Length;

    internal void Backspace() => Replace(Previous(), "");

    internal void Delete()
    {
        int end = Next();
        Text = Text.Remove(Cursor, end - Cursor);
    }

    /// <summary>Deletes the text before the cursor.</summary>
    internal void CutToStart() => Replace(0, "");

    /// <summary>Deletes the word before the cursor and the blanks after it.</summary>
    internal void CutWord()
    {
        int start = Cursor;
        while (start > 0 && char.IsWhiteSpace(Text[start - 1]))
        {
            start--;
        }

        while (start > 0 && !char.IsWhiteSpace(Text[start - 1]))
        {
            start--;
        }

        Replace(start, "");
    }

    private int Next() => Cursor + StringInfo.GetNextTextElementLength(Text.AsSpan(Cursor));

    private int Previous()
    {
        int start = 0;
        for (int next = 0; next < Cursor; next += StringInfo.GetNextTextElementLength(Text.AsSpan(next)))
        {
            start = next;
        }

        return start;
    }
}

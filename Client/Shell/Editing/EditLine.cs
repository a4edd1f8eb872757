using System.Globalization;

namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>A line and a cursor in it, which moves by what people take for a character.</summary>
internal sealed class EditLine
{
    internal string Text { get; private set; } = "";

    /// <summary>How many UTF-16 units are before the cursor.</summary>
    internal int Cursor { get; private set; }

    internal string BeforeCursor => Text[..Cursor];

    internal void Insert(string text) => Replace(Cursor, text);

    /// <summary>Puts a text where now the one from a place to the cursor is.</summary>
    internal void Replace(int start, string text)
    {
        Text = string.Concat(Text.AsSpan(0, start), text, Text.AsSpan(Cursor));
        Cursor = start + text.Length;
    }

    /// <summary>Puts another text in place of all, with the cursor at its end.</summary>
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

    /// <summary>Takes away what is before the cursor.</summary>
    internal void CutToStart() => Replace(0, "");

    /// <summary>Takes away the word before the cursor, and the blanks after it.</summary>
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

using System.Globalization;
using Spectre.Console.Rendering;

namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>Draws a line in one row of a terminal, cut to the part around the cursor that fits.</summary>
internal static class LineView
{
    private const string EraseToEnd = "\e[K";

    /// <summary>The control sequence that shows the line and places the cursor.</summary>
    internal static string Draw(string prompt, EditLine line, int width)
    {
        // The last column stays empty, because a terminal would move to the next row there.
        int room = Math.Max(1, width - Cells(prompt) - 1);
        int start = Start(line, room);
        int end = End(line, start, room);
        int column = Cells(prompt) + Cells(line.Text[start..line.Cursor]);
        return $"\r{prompt}{line.Text[start..end]}{EraseToEnd}\r{(column > 0 ? $"\e[{column}C" : "")}";
    }

    private static int Start(EditLine line, int room)
    {
        int start = 0;
        while (start < line.Cursor && Cells(line.Text[start..line.Cursor]) > room)
        {
            start += StringInfo.GetNextTextElementLength(line.Text.AsSpan(start));
        }

        return start;
    }

    private static int End(EditLine line, int start, int room)
    {
        int end = start;
        while (end < line.Text.Length)
        {
            int next = end + StringInfo.GetNextTextElementLength(line.Text.AsSpan(end));
            if (Cells(line.Text[start..next]) > room)
            {
                break;
            }

            end = next;
        }

        return end;
    }

    private static int Cells(string text) => new Segment(text).CellCount();
}

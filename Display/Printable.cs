using System.Globalization;
using System.Text;

namespace PathwayOrleans.Display;

/// <summary>
/// Text of strangers for a terminal. User ids and payloads may hold anything; what would move the cursor, break the
/// line or hide itself is shown as an escape.
/// </summary>
public static class Printable
{
    /// <summary>The text in one line, every character of it visible.</summary>
    public static string Of(string text)
    {
        if (!text.EnumerateRunes().Any(IsHidden))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = IsHidden(rune) ? shown.Append(Escape(rune)) : shown.Append(rune);
        }

        return shown.ToString();
    }

    /// <summary>A payload: as text where it is UTF-8, else as its bytes.</summary>
    /// <param name="bytes">The payload, or its beginning.</param>
    /// <param name="most">Characters to show at the most.</param>
    public static string Of(ReadOnlySpan<byte> bytes, int most)
    {
        string shown = System.Text.Unicode.Utf8.IsValid(bytes) ? Of(Encoding.UTF8.GetString(bytes)) : $"0x{Convert.ToHexStringLower(bytes)}";
        return shown.Length <= most ? shown : Cut(shown, most);
    }

    private static string Cut(string text, int most)
    {
        int end = most - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate;

    private static string Escape(Rune rune) => rune.Value switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        <= 0xFFFF => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
    };
}

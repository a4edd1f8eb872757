using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace PathwayOrleans.CommandLine;

/// <summary>
/// Makes untrusted text safe for a terminal. User ids and payloads may contain any character; control, format and other invisible
/// characters are replaced by escape sequences.
/// </summary>
public static class Printable
{
    /// <summary>Returns the text as one line of visible characters.</summary>
    public static string Sanitize(string text)
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

    /// <summary>Returns the text with its line breaks, and otherwise only visible characters.</summary>
    public static string SanitizeLines(string text) =>
        string.Join(Environment.NewLine, text.ReplaceLineEndings("\n").Split('\n').Select(Sanitize));

    /// <summary>Returns a payload as text if it is UTF-8, otherwise as hexadecimal.</summary>
    /// <param name="bytes">The payload, or its beginning.</param>
    /// <param name="maxLength">The maximum number of characters to show.</param>
    public static string Sanitize(ReadOnlySpan<byte> bytes, int maxLength)
    {
        string shown = Utf8.IsValid(bytes) ? Sanitize(Encoding.UTF8.GetString(bytes)) : $"0x{Convert.ToHexStringLower(bytes)}";
        return Cut(shown, maxLength);
    }

    /// <summary>Returns the text, or its beginning and an ellipsis if it is longer.</summary>
    internal static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        int end = maxLength - 1;
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

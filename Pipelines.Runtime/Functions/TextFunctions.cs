using System.Text;

namespace PathwayOrleans.Pipelines.Runtime.Functions;

/// <summary>
/// Functions of text. Characters are Unicode code points, as in a UTF-8 database. <c>lower</c> and <c>upper</c> map each
/// character by Unicode's simple case mapping, without a language; Postgres does so with the locale <c>C.UTF-8</c>, changes only
/// ASCII with <c>C</c>, and other locales (Turkish) differ in a few characters.
/// </summary>
public static class TextFunctions
{
    /// <summary>The operator <c>||</c>.</summary>
    public static string Concatenate(string left, string right) => string.Concat(left, right);

    public static string Lower(string value)
    {
        ArgumentNullException.ThrowIfNull(value);

        // Unicode's simple mapping of the dotted capital I, which .NET leaves out of the invariant culture.
        return value.ToLowerInvariant().Replace('\u0130', 'i');
    }

    public static string Upper(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.ToUpperInvariant().Replace('\u0131', 'I').Replace('\u017F', 'S');
    }

    /// <summary>The number of characters.</summary>
    public static int Length(string value)
    {
        int length = 0;
        foreach (char character in value ?? throw new ArgumentNullException(nameof(value)))
        {
            length += char.IsLowSurrogate(character) ? 0 : 1;
        }

        return length;
    }

    /// <summary>From a character on; the first has number 1.</summary>
    public static string Substring(string value, int from) => Slice(value, from, long.MaxValue);

    /// <summary>
    /// A number of characters from one on. The first has number 1; numbers below are before the text and count all the same.
    /// </summary>
    public static string Substring(string value, int from, int count) => count < 0
        ? throw Fail.Create("22011", "substr", "negative substring length not allowed", value, from, count)
        : Slice(value, from, (long)from + count is var end && end <= int.MaxValue ? end : long.MaxValue);

    /// <summary>Removes spaces from both ends.</summary>
    public static string Trim(string value) => Trim(value, " ");

    /// <summary>Removes any of a set of characters from both ends.</summary>
    public static string Trim(string value, string characters) => TrimStart(TrimEnd(value, characters), characters);

    /// <summary>Removes spaces from the start.</summary>
    public static string TrimStart(string value) => TrimStart(value, " ");

    /// <summary>Removes any of a set of characters from the start.</summary>
    public static string TrimStart(string value, string characters)
    {
        ReadOnlySpan<char> rest = value;
        while (Rune.DecodeFromUtf16(rest, out Rune first, out int length) == default && Contains(characters, first))
        {
            rest = rest[length..];
        }

        return rest.Length == value.Length ? value : rest.ToString();
    }

    /// <summary>Removes spaces from the end.</summary>
    public static string TrimEnd(string value) => TrimEnd(value, " ");

    /// <summary>Removes any of a set of characters from the end.</summary>
    public static string TrimEnd(string value, string characters)
    {
        ReadOnlySpan<char> rest = value;
        while (Rune.DecodeLastFromUtf16(rest, out Rune last, out int length) == default && Contains(characters, last))
        {
            rest = rest[..^length];
        }

        return rest.Length == value.Length ? value : rest.ToString();
    }

    /// <summary>Replaces each occurrence; an empty text occurs nowhere.</summary>
    public static string Replace(string value, string from, string to)
    {
        ArgumentNullException.ThrowIfNull(value);
        return string.IsNullOrEmpty(from) ? value : value.Replace(from, to, StringComparison.Ordinal);
    }

    /// <summary>
    /// The part with a number of a text split by a delimiter; the first has number 1, the last -1. A part that does not exist is
    /// empty.
    /// </summary>
    public static string SplitPart(string value, string delimiter, int number)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (number == 0)
        {
            throw Fail.Argument("split_part", "field position must not be zero", value, delimiter, number);
        }

        if (string.IsNullOrEmpty(delimiter))
        {
            return number is 1 or -1 ? value : "";
        }

        long index = number > 0 ? number : CountParts(value, delimiter) + number + 1L;
        int start = 0;
        for (long part = 1; start >= 0 && index > 0; part++)
        {
            int end = value.IndexOf(delimiter, start, StringComparison.Ordinal);
            if (part == index)
            {
                return end < 0 ? value[start..] : value[start..end];
            }

            start = end < 0 ? -1 : end + delimiter.Length;
        }

        return "";
    }

    public static bool StartsWith(string value, string prefix)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.StartsWith(prefix, StringComparison.Ordinal);
    }

    private static int CountParts(string value, string delimiter)
    {
        int count = 1;
        for (int at = 0; (at = value.IndexOf(delimiter, at, StringComparison.Ordinal)) >= 0; at += delimiter.Length)
        {
            count++;
        }

        return count;
    }

    // From one character number to another, exclusive.
    private static string Slice(string value, long from, long to)
    {
        ArgumentNullException.ThrowIfNull(value);
        int start = IndexOf(value, 0, from - 1);
        int end = to == long.MaxValue ? value.Length : IndexOf(value, start, to - Math.Max(from, 1));
        return value[start..Math.Max(end, start)];
    }

    private static int IndexOf(string value, int at, long characters)
    {
        for (long i = 0; i < characters && at < value.Length; i++)
        {
            at += char.IsHighSurrogate(value[at]) ? 2 : 1;
        }

        return at;
    }

    private static bool Contains(string characters, Rune character)
    {
        foreach (Rune candidate in characters.EnumerateRunes())
        {
            if (candidate == character)
            {
                return true;
            }
        }

        return false;
    }
}

using System.Text;

namespace PathwayOrleans.Pipelines.Runtime.Functions;

/// <summary>
/// <c>LIKE</c> and <c>ILIKE</c>. The algorithm is that of Postgres (src/backend/utils/adt/like_match.c). A pattern that ends with
/// the escape character is an error only where the match gets there, as in Postgres.
/// </summary>
public static class Like
{
    private const char Escape = '\\';

    private enum Outcome
    {
        Match,
        NoMatch,

        /// <summary>No later start in the text can match either.</summary>
        Abort,
    }

    /// <summary>Whether the whole text matches: <c>%</c> is any text, <c>_</c> any character, a backslash quotes.</summary>
    public static bool IsMatch(string value, string pattern) => Match(value, pattern, pattern) == Outcome.Match;

    /// <summary>Like <see cref="IsMatch(string, string)"/>, without regard to case: of both in lower case.</summary>
    public static bool IsMatchIgnoringCase(string value, string pattern) =>
        IsMatch(TextFunctions.Lower(value), TextFunctions.Lower(pattern));

    /// <summary>The pattern of <c>LIKE … ESCAPE</c> with the backslash as its escape character.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="escape">One character, or empty for none.</param>
    public static string WithBackslash(string pattern, string escape)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(escape);
        if (escape.Length == 0)
        {
            return pattern.Replace(@"\", @"\\", StringComparison.Ordinal);
        }

        if (TextFunctions.Length(escape) != 1)
        {
            throw Fail.Create("22025", "LIKE", "invalid escape string: it must be empty or one character", escape);
        }

        if (escape == @"\")
        {
            return pattern;
        }

        var result = new StringBuilder(pattern.Length + 4);
        bool isAfterEscape = false;
        foreach (Rune rune in pattern.EnumerateRunes())
        {
            bool isEscape = !isAfterEscape && rune.ToString() == escape;
            if (isEscape)
            {
                result.Append(Escape);
            }
            else
            {
                result.Append(rune.Value == Escape && !isAfterEscape ? @"\" : "").Append(rune.ToString());
            }

            isAfterEscape = isEscape;
        }

        return result.ToString();
    }

    private static Outcome Match(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern, string whole)
    {
        while (!text.IsEmpty && !pattern.IsEmpty)
        {
            char next = pattern[0];
            if (next == '%')
            {
                return MatchRest(text, pattern[1..], whole);
            }

            if (next == '_')
            {
                text = text[CharacterLength(text)..];
                pattern = pattern[1..];
                continue;
            }

            if (next == Escape)
            {
                pattern = pattern[1..];
                next = pattern.IsEmpty ? throw EndsWithEscape(whole) : pattern[0];
            }

            if (next != text[0])
            {
                return Outcome.NoMatch;
            }

            text = text[1..];
            pattern = pattern[1..];
        }

        return !text.IsEmpty ? Outcome.NoMatch : pattern.TrimStart('%').IsEmpty ? Outcome.Match : Outcome.Abort;
    }

    // After a percent sign: tries each start in the text.
    private static Outcome MatchRest(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern, string whole)
    {
        while (!pattern.IsEmpty && pattern[0] is ('%' or '_'))
        {
            if (pattern[0] == '_')
            {
                if (text.IsEmpty)
                {
                    return Outcome.Abort;
                }

                text = text[CharacterLength(text)..];
            }

            pattern = pattern[1..];
        }

        if (pattern.IsEmpty)
        {
            return Outcome.Match;
        }

        char first = pattern[0] != Escape ? pattern[0] : pattern.Length > 1 ? pattern[1] : throw EndsWithEscape(whole);
        for (int at = text.IndexOf(first); at >= 0; at = text.IndexOf(first))
        {
            text = text[at..];
            Outcome outcome = Match(text, pattern, whole);
            if (outcome != Outcome.NoMatch)
            {
                return outcome;
            }

            text = text[CharacterLength(text)..];
        }

        return Outcome.Abort;
    }

    private static int CharacterLength(ReadOnlySpan<char> text) =>
        text.Length > 1 && char.IsHighSurrogate(text[0]) ? 2 : 1;

    private static EvaluationException EndsWithEscape(string pattern) =>
        Fail.Create("22025", "LIKE", "LIKE pattern must not end with escape character", pattern);
}

using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;
using Superpower.Model;

namespace PathwayOrleans.Pipelines.Syntax.Parsing;

/// <summary>Turns a failed result of Superpower into an error.</summary>
internal static class SyntaxError
{
    // Superpower forgets the words that an optional part expected. A misspelt word of the language is recognised by this list.
    private static readonly string[] Keywords =
    [
        "SOURCE", "MATERIALIZED", "VIEW", "PATH", "FORMAT", "NOT NULL", "DEFAULT", "WATERMARK", "INCLUDE", "WITH", "ENCODE",
        "PLAIN", "SELECT", "FROM", "WHERE", "GROUP BY", "FILTER", "WITHIN GROUP", "BETWEEN", "LIKE", "ILIKE", "AND", "OR", "THEN",
        "ELSE", "END", "WHEN", "INTERVAL", "DISTINCT", "EMPTY", "ERROR", "CREATE", "HAVING", "ORDER BY", "LIMIT",
    ];

    /// <summary>The place and the message of an error.</summary>
    internal static (SourceSpan Place, string Message) Describe(
        TokenListParserResult<SqlToken, SqlStatement> result, IReadOnlyList<Token<SqlToken>> tokens)
    {
        int offset = result.ErrorPosition.Absolute;
        Token<SqlToken> token = tokens.FirstOrDefault(token => token.Position.Absolute >= offset, tokens[^1]);
        SourceSpan place = Words.SpanOf(token);
        if (DescribeToken(token) is { } message)
        {
            return (place, message);
        }

        if (result.ErrorMessage is not null)
        {
            return (place, result.ErrorMessage);
        }

        string[] expected = [.. (result.Expectations ?? []).Distinct()];
        string found = token.Kind switch
        {
            SqlToken.End => "the end of the text",
            SqlToken.String or SqlToken.EscapeString or SqlToken.DollarString => $"the text {Shorten(token)}",
            _ when token.ToStringValue() == "'" => "a quote",
            _ => $"'{Shorten(token)}'",
        };
        string expectation = expected.Length == 0 ? "" : $"Expected {Join(expected)}, but found {found}.";
        string hint = token.Kind == SqlToken.Identifier
            ? NearestName.Hint(token.ToStringValue().ToUpperInvariant(), expected.Where(IsWord).Concat(Keywords))
            : "";
        return (place, (expectation.Length == 0 ? $"Found {found}, which is not expected here." : expectation) + hint);
    }

    private static string? DescribeToken(Token<SqlToken> token) => token.Kind switch
    {
        SqlToken.Unclosed => token.ToStringValue()[0] switch
        {
            '/' => "This comment is not closed. Write */ at its end.",
            '"' => "This name is not closed. Write a double quote at its end.",
            '$' => "This text is not closed. Write the same delimiter at its end.",
            _ => "This text is not closed. Write a single quote at its end; a quote inside is written twice.",
        },
        SqlToken.InvalidNumber => $"'{Shorten(token)}' is not a number. Put a space after the number, or double quotes around " +
            "a name that starts with a digit.",
        SqlToken.Unknown => $"The character '{token.ToStringValue()}' is not part of SQL. Texts are in single quotes.",
        _ => null,
    };

    private static bool IsWord(string expectation) => expectation.All(char.IsAsciiLetterUpper);

    private static string Shorten(Token<SqlToken> token)
    {
        string text = token.ToStringValue().ReplaceLineEndings(" ");
        return text.Length > 40 ? $"{text[..40]}…" : text;
    }

    private static string Join(string[] words) => words.Length == 1
        ? words[0]
        : $"{string.Join(", ", words[..^1])} or {words[^1]}";
}

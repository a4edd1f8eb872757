using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;
using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace PathwayOrleans.Pipelines.Syntax.Parsing;

/// <summary>Parsers of single tokens.</summary>
internal static class Words
{
    internal static readonly TokenListParser<SqlToken, SqlName> Name = Token.Matching<SqlToken>(
        kind => kind is SqlToken.Identifier or SqlToken.QuotedIdentifier, "a name")
        .Then(token => (TokenListParser<SqlToken, SqlName>)(input => IsReserved(token)
            ? Fail<SqlName>(
                token, $"'{token.ToStringValue()}' is a word of SQL. To use it as a name, put double quotes around it.")
            : TokenListParserResult.Value(ToName(token), input, input)));

    internal static readonly TokenListParser<SqlToken, StringLiteral> Text = Token.Matching<SqlToken>(
        kind => kind is SqlToken.String or SqlToken.EscapeString or SqlToken.DollarString, "a text in single quotes")
        .Select(token => new StringLiteral(SqlText.Unquote(token), SpanOf(token)));

    /// <summary>Any word, reserved or not.</summary>
    internal static readonly TokenListParser<SqlToken, SqlName> AnyWord =
        Token.EqualTo(SqlToken.Identifier).Named("a word").Select(ToName);

    internal static TokenListParser<SqlToken, Token<SqlToken>> Keyword(string word)
    {
        string[] expected = [word];
        return input => IsKeyword(input, word)
            ? input.ConsumeToken()
            : TokenListParserResult.Empty<SqlToken, Token<SqlToken>>(input, expected);
    }

    /// <summary>Several keywords in a row. It fails after the first one if another word follows.</summary>
    internal static TokenListParser<SqlToken, Token<SqlToken>> Keywords(params string[] words) =>
        words.Skip(1).Aggregate(Keyword(words[0]), (first, word) => first.Then(token => Keyword(word).Value(token)));

    internal static TokenListParser<SqlToken, Token<SqlToken>> Symbol(SqlToken kind, string text) =>
        Token.EqualTo(kind).Named($"'{text}'");

    internal static TokenListParser<SqlToken, T> InParentheses<T>(TokenListParser<SqlToken, T> parser) =>
        from open in Symbol(SqlToken.LeftParenthesis, "(")
        from value in parser
        from close in Symbol(SqlToken.RightParenthesis, ")")
        select value;

    internal static TokenListParser<SqlToken, SqlList<T>> CommaSeparated<T>(TokenListParser<SqlToken, T> parser) =>
        parser.AtLeastOnceDelimitedBy(Symbol(SqlToken.Comma, ",")).Select(items => new SqlList<T>(items));

    internal static bool IsKeyword(TokenList<SqlToken> input, string word) =>
        Peek(input) is { Kind: SqlToken.Identifier } token
        && token.Span.EqualsValueIgnoreCase(word);

    internal static bool IsKeyword(TokenList<SqlToken> input, params string[] words) =>
        Array.Exists(words, word => IsKeyword(input, word));

    /// <summary>The next token.</summary>
    internal static Token<SqlToken> Peek(TokenList<SqlToken> input) => input.ConsumeToken().Value;

    /// <summary>What follows the next token. The last token of a statement is never consumed.</summary>
    internal static TokenList<SqlToken> Rest(TokenList<SqlToken> input) =>
        input.ConsumeToken().Remainder is { IsAtEnd: false } rest ? rest : input;

    internal static SourceSpan SpanOf(Token<SqlToken> token) => new(token.Position.Absolute, token.Span.Length);

    internal static SqlName ToName(Token<SqlToken> token) => new(SqlText.Fold(token), SpanOf(token));

    /// <summary>An error at a token. No other alternative is tried.</summary>
    internal static TokenListParserResult<SqlToken, T> Fail<T>(Token<SqlToken> token, string message) =>
        TokenListParserResult.Empty<SqlToken, T>(new TokenList<SqlToken>([token]), token.Position, message);

    /// <summary>An error at a token if it is there, with one of the words; otherwise nothing is consumed.</summary>
    internal static TokenListParser<SqlToken, Unit> Reject(string message, params string[] words) =>
        input => IsKeyword(input, words)
            ? Fail<Unit>(Peek(input), message)
            : TokenListParserResult.Value(Unit.Value, input, input);

    internal static bool IsReserved(Token<SqlToken> token) =>
        token.Kind == SqlToken.Identifier && SqlKeywords.Reserved.Contains(SqlText.Fold(token));
}

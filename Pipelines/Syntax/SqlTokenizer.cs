using Superpower;
using Superpower.Model;
using Superpower.Parsers;
using Superpower.Tokenizers;

namespace PathwayOrleans.Pipelines.Syntax;

/// <summary>
/// Splits a text into tokens by the rules of Postgres. It accepts every text: what is no token becomes one of the kinds that the
/// parser rejects with its place, so that an error in one statement does not hide those of the others.
/// </summary>
internal static class SqlTokenizer
{
    private static readonly TextParser<Unit> IdentifierStart =
        Character.Matching(c => c == '_' || char.IsAsciiLetter(c) || c > 127, "letter").Value(Unit.Value);

    private static readonly TextParser<Unit> Identifier =
        from start in IdentifierStart
        from rest in Character.Matching(c => c is '_' or '$' || char.IsAsciiLetterOrDigit(c) || c > 127, "letter").IgnoreMany()
        select Unit.Value;

    private static readonly TextParser<Unit> Digits =
        from first in Character.Digit
        from rest in Character.Digit.IgnoreMany()
        select Unit.Value;

    private static readonly TextParser<Unit> Exponent =
        from mark in Character.In('e', 'E')
        from sign in Character.In('+', '-').OptionalOrDefault()
        from digits in Digits
        select Unit.Value;

    private static readonly TextParser<Unit> WholeAndFraction =
        from whole in Digits
        from fraction in (
            from dot in Character.EqualTo('.')
            from digits in Digits.OptionalOrDefault()
            select Unit.Value).OptionalOrDefault()
        select Unit.Value;

    private static readonly TextParser<Unit> Fraction =
        from dot in Character.EqualTo('.')
        from digits in Digits
        select Unit.Value;

    private static readonly TextParser<Unit> Number =
        from mantissa in WholeAndFraction.Or(Fraction.Try())
        from exponent in Exponent.Try().OptionalOrDefault()
        select Unit.Value;

    private static readonly TextParser<Unit> Letters = Number.IgnoreThen(Identifier);

    private static readonly TextParser<Unit> EscapeContent =
        Character.EqualTo('\\').IgnoreThen(Character.AnyChar).Value(Unit.Value).Or(Content('\''));

    private static readonly Tokenizer<SqlToken> Tokens = new TokenizerBuilder<SqlToken>()
        .Ignore(Span.WhiteSpace)
        .Ignore(Comment.SqlStyle)
        .Ignore((TextParser<Unit>)SqlScanners.NestedComment)
        .Match(Span.EqualTo("/*").IgnoreThen(Rest()), SqlToken.Unclosed)
        .Match(Quoted('\'', Content('\'')), SqlToken.String)
        .Match(Character.In('e', 'E').IgnoreThen(Quoted('\'', EscapeContent)), SqlToken.EscapeString)
        .Match(Quoted('"', Content('"')), SqlToken.QuotedIdentifier)
        .Match((TextParser<Unit>)SqlScanners.DollarString, SqlToken.DollarString)
        .Match(Character.In('e', 'E').OptionalOrDefault().IgnoreThen(Character.EqualTo('\'')).IgnoreThen(Rest()),
            SqlToken.Unclosed)
        .Match(Character.EqualTo('"').IgnoreThen(Rest()), SqlToken.Unclosed)
        .Match(SqlScanners.DollarDelimiter.IgnoreThen(Rest()), SqlToken.Unclosed)
        .Match(Letters, SqlToken.InvalidNumber)
        .Match(Number, SqlToken.Number)
        .Match(Identifier, SqlToken.Identifier)
        .Match(Span.EqualTo("::"), SqlToken.Cast)
        .Match(Span.EqualTo("=>"), SqlToken.Arrow)
        .Match((TextParser<Unit>)SqlScanners.Operator, SqlToken.Operator)
        .Match(Character.EqualTo('('), SqlToken.LeftParenthesis)
        .Match(Character.EqualTo(')'), SqlToken.RightParenthesis)
        .Match(Character.EqualTo('['), SqlToken.LeftBracket)
        .Match(Character.EqualTo(']'), SqlToken.RightBracket)
        .Match(Character.EqualTo(','), SqlToken.Comma)
        .Match(Character.EqualTo('.'), SqlToken.Dot)
        .Match(Character.EqualTo(';'), SqlToken.Semicolon)
        .Match(Character.AnyChar, SqlToken.Unknown)
        .Build();

    internal static Token<SqlToken>[] Tokenize(string text) => [.. Tokens.Tokenize(text)];

    private static TextParser<Unit> Quoted(char quote, TextParser<Unit> content) =>
        from open in Character.EqualTo(quote)
        from middle in content.IgnoreMany()
        from close in Character.EqualTo(quote)
        select Unit.Value;

    // A doubled quote is content.
    private static TextParser<Unit> Content(char quote) =>
        Span.EqualTo(new string(quote, 2)).Try().Value(Unit.Value).Or(Character.Except(quote).Value(Unit.Value));

    private static TextParser<Unit> Rest() => Character.AnyChar.IgnoreMany();
}

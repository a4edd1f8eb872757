using PathwayOrleans.Pipelines.Syntax.Ast;
using Superpower;

namespace PathwayOrleans.Pipelines.Syntax.Parsing;

/// <summary>Parses the name of a type, of one or several words, with a length and brackets. The binder knows the types.</summary>
internal static class TypeNameParser
{
    private static readonly TokenListParser<SqlToken, SqlTypeName> OneWord = Words.Name.Named("a type").Select(
        name => new SqlTypeName(name.Text, name.Span));

    private static readonly TokenListParser<SqlToken, SqlTypeName> Unsized =
        Several("double", "precision").Or(Several("character", "varying"))
            .Or(Several("timestamp", "with", "time", "zone")).Or(Several("timestamp", "without", "time", "zone"))
            .Or(OneWord);

    private static readonly TokenListParser<SqlToken, SqlTypeName> Length =
        from open in Words.Symbol(SqlToken.LeftParenthesis, "(")
        from numbers in Words.CommaSeparated(Words.Symbol(SqlToken.Number, "a length"))
        from close in Words.Symbol(SqlToken.RightParenthesis, ")")
        select new SqlTypeName($"({string.Join(',', numbers.Select(number => number.ToStringValue()))})", Words.SpanOf(close));

    private static readonly TokenListParser<SqlToken, SqlTypeName> Brackets =
        from open in Words.Symbol(SqlToken.LeftBracket, "[")
        from close in Words.Symbol(SqlToken.RightBracket, "]")
        select new SqlTypeName("[]", Words.SpanOf(close));

    internal static readonly TokenListParser<SqlToken, SqlTypeName> TypeName =
        from name in Unsized
        from suffixes in Length.Or(Brackets).Many()
        select suffixes.Aggregate(
            name, (whole, suffix) => new SqlTypeName(whole.Text + suffix.Text, whole.Span.To(suffix.Span)));

    private static TokenListParser<SqlToken, SqlTypeName> Several(params string[] words) =>
        (from first in Words.Keyword(words[0])
         from last in Words.Keywords(words[1..])
         select new SqlTypeName(string.Join(' ', words), Words.SpanOf(first).To(Words.SpanOf(last)))).Try();
}

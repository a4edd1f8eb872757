using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;
using Superpower;
using Superpower.Model;

namespace PathwayOrleans.Pipelines.Syntax.Parsing;

/// <summary>Parses calls of functions and aggregates.</summary>
internal static class CallParser
{
    private static readonly TokenListParser<SqlToken, SqlExpression> Expression = input => ExpressionParser.Expression(input);

    private static readonly TokenListParser<SqlToken, Token<SqlToken>> Open = Words.Symbol(SqlToken.LeftParenthesis, "(");

    private static readonly TokenListParser<SqlToken, Token<SqlToken>> Close = Words.Symbol(SqlToken.RightParenthesis, ")");

    private static readonly TokenListParser<SqlToken, SqlList<SqlExpression>?> Star = input =>
        Words.Peek(input) is { Kind: SqlToken.Operator } token && token.ToStringValue() == "*"
            ? TokenListParserResult.Value<SqlToken, SqlList<SqlExpression>?>(null, input, Words.Rest(input))
            : TokenListParserResult.Empty<SqlToken, SqlList<SqlExpression>?>(input, ["an expression"]);

    private static readonly TokenListParser<SqlToken, SqlList<SqlExpression>?> Arguments =
        Star.Or(Expression.ManyDelimitedBy(Words.Symbol(SqlToken.Comma, ","))
            .Select(SqlList<SqlExpression>? (items) => new SqlList<SqlExpression>(items)));

    private static readonly TokenListParser<SqlToken, Clause?> WithinGroup = (
        from word in Words.Keyword("WITHIN")
        from keyword in Words.Keyword("GROUP")
        from open in Open
        from order in Words.Keywords("ORDER", "BY")
        from expression in Expression
        from direction in Words.Reject(
            "Leave out the direction: the values are sorted in ascending order.", "ASC", "DESC", "NULLS")
        from close in Close
        select new Clause(expression, Words.SpanOf(close))).AsNullable().OptionalOrDefault();

    private static readonly TokenListParser<SqlToken, Clause?> Filter = (
        from word in Words.Keyword("FILTER")
        from open in Open
        from keyword in Words.Keyword("WHERE")
        from condition in Expression
        from close in Close
        select new Clause(condition, Words.SpanOf(close))).AsNullable().OptionalOrDefault();

    // extract(field FROM x); the field is a word or a text, as in Postgres.
    private static readonly TokenListParser<SqlToken, SqlExpression> Extract =
        from word in Followed("EXTRACT")
        from open in Open
        from field in Words.AnyWord.Select(name => new StringLiteral(name.Text, name.Span)).Or(Words.Text)
        from keyword in Words.Keyword("FROM")
        from operand in Expression
        from close in Close
        select (SqlExpression)new CallExpression(
            Words.ToName(word), new SqlList<SqlExpression>([field, operand]), false, null, null,
            Words.SpanOf(word).To(Words.SpanOf(close)));

    // trim([LEADING | TRAILING | BOTH] [characters] FROM x), which is a call of another function. trim(x, y) is an ordinary one.
    private static readonly TokenListParser<SqlToken, SqlExpression> Trim =
        from word in Followed("TRIM")
        from open in Open
        from side in Words.Keyword("LEADING").Or(Words.Keyword("TRAILING")).Or(Words.Keyword("BOTH"))
            .Select(string? (token) => token.ToStringValue().ToUpperInvariant()).OptionalOrDefault()
        from first in UnlessFrom
        from second in Words.Keyword("FROM").IgnoreThen(Expression.AsNullable()).OptionalOrDefault()
        from others in Words.Symbol(SqlToken.Comma, ",").IgnoreThen(Expression).Many()
        from close in Close
        select (SqlExpression)new CallExpression(
            new SqlName(TrimFunction(side), Words.SpanOf(word)),
            new SqlList<SqlExpression>(((SqlExpression?[])[second, first, .. others]).OfType<SqlExpression>()),
            false, null, null, Words.SpanOf(word).To(Words.SpanOf(close)));

    private static readonly TokenListParser<SqlToken, SqlExpression> Ordinary =
        from name in FunctionName
        from open in Open
        from check in Words.Reject(Unsupported.Distinct, "DISTINCT")
        from subquery in Words.Reject(Unsupported.Subquery, Unsupported.QueryWords)
        from arguments in Arguments
        from order in Words.Reject(
            "ORDER BY in an aggregate is not supported. first_value and last_value take the event time.", "ORDER")
        from close in Close
        from grouped in WithinGroup
        from filter in Filter
        from over in Words.Reject(Unsupported.Over, "OVER")
        select (SqlExpression)new CallExpression(
            name, arguments ?? new SqlList<SqlExpression>([]), arguments is null, grouped?.Expression,
            filter?.Expression, name.Span.To((filter ?? grouped)?.End ?? Words.SpanOf(close)));

    internal static readonly TokenListParser<SqlToken, SqlExpression> Call = Extract.Or(Trim).Or(Ordinary);

    private static TokenListParser<SqlToken, SqlExpression?> UnlessFrom => input => Words.IsKeyword(input, "FROM")
        ? TokenListParserResult.Value<SqlToken, SqlExpression?>(null, input, input)
        : Expression.AsNullable()(input);

    // A name is the start of a call only if a parenthesis follows. LEFT and RIGHT are reserved and yet functions in Postgres.
    private static TokenListParser<SqlToken, SqlName> FunctionName => input =>
        Words.Peek(Words.Rest(input)) is { Kind: SqlToken.LeftParenthesis }
            ? Words.Name(input)
            : TokenListParserResult.Empty<SqlToken, SqlName>(input, ["an expression"]);

    private static TokenListParser<SqlToken, Token<SqlToken>> Followed(string word) => input =>
        Words.IsKeyword(input, word) && Words.Peek(Words.Rest(input)).Kind == SqlToken.LeftParenthesis
            ? input.ConsumeToken()
            : TokenListParserResult.Empty<SqlToken, Token<SqlToken>>(input, ["an expression"]);

    private static string TrimFunction(string? side) => side switch
    {
        "LEADING" => "ltrim",
        "TRAILING" => "rtrim",
        _ => "btrim",
    };

    /// <summary>A clause behind the arguments.</summary>
    /// <param name="Expression">Its expression.</param>
    /// <param name="End">The place of its last parenthesis.</param>
    private sealed record Clause(SqlExpression Expression, SourceSpan End);
}

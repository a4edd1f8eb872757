using PathwayOrleans.Pipelines.Syntax.Ast;
using Superpower;
using Superpower.Model;

namespace PathwayOrleans.Pipelines.Syntax.Parsing;

/// <summary>Parses what operators stand between: literals, columns, calls, and what has words of its own.</summary>
internal static class PrimaryParser
{
    private static readonly string[] IntervalFields = ["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"];

    private static readonly TokenListParser<SqlToken, SqlExpression> Expression = input => ExpressionParser.Expression(input);

    private static readonly TokenListParser<SqlToken, SqlExpression> Number = Words.Symbol(SqlToken.Number, "a number")
        .Select(SqlExpression (token) => new NumberLiteral(token.ToStringValue(), Words.SpanOf(token)));

    private static readonly TokenListParser<SqlToken, SqlExpression> Text =
        Words.Text.Cast<SqlToken, StringLiteral, SqlExpression>();

    private static readonly TokenListParser<SqlToken, SqlExpression> Constant =
        Words.Keyword("TRUE").Select(SqlExpression (token) => new BooleanLiteral(true, Words.SpanOf(token)))
            .Or(Words.Keyword("FALSE").Select(SqlExpression (token) => new BooleanLiteral(false, Words.SpanOf(token))))
            .Or(Words.Keyword("NULL").Select(SqlExpression (token) => new NullLiteral(Words.SpanOf(token))));

    private static readonly TokenListParser<SqlToken, SqlExpression> Parenthesized =
        from open in Words.Symbol(SqlToken.LeftParenthesis, "(")
        from check in Words.Reject(Unsupported.Subquery, Unsupported.QueryWords)
        from expression in Expression
        from comma in RejectRow
        from close in Words.Symbol(SqlToken.RightParenthesis, ")")
        select expression with { Span = Words.SpanOf(open).To(Words.SpanOf(close)) };

    private static readonly TokenListParser<SqlToken, SqlExpression> Cast =
        from word in Words.Keyword("CAST")
        from open in Words.Symbol(SqlToken.LeftParenthesis, "(")
        from operand in Expression
        from keyword in Words.Keyword("AS")
        from type in TypeNameParser.TypeName
        from close in Words.Symbol(SqlToken.RightParenthesis, ")")
        select (SqlExpression)new CastExpression(operand, type, Words.SpanOf(word).To(Words.SpanOf(close)));

    private static readonly TokenListParser<SqlToken, CaseBranch> Branch =
        from word in Words.Keyword("WHEN")
        from condition in Expression
        from keyword in Words.Keyword("THEN")
        from value in Expression
        select new CaseBranch(condition, value);

    private static readonly TokenListParser<SqlToken, SqlExpression> Case =
        from word in Words.Keyword("CASE")
        from operand in UnlessKeyword("WHEN")
        from branches in Branch.AtLeastOnce()
        from last in Words.Keyword("ELSE").IgnoreThen(Expression.AsNullable()).OptionalOrDefault()
        from end in Words.Keyword("END")
        select (SqlExpression)new CaseExpression(
            operand, new SqlList<CaseBranch>(branches), last, Words.SpanOf(word).To(Words.SpanOf(end)));

    private static readonly TokenListParser<SqlToken, SqlExpression> TypedText =
        from literal in (
            from type in TypeNameParser.TypeName
            from text in Words.Text
            select new CastExpression(text, type, type.Span.To(text.Span))).Try()
        from field in Words.Reject(
            "Write the unit inside the quotes, such as INTERVAL '1 hour'.", IntervalFields)
        select (SqlExpression)literal;

    private static readonly TokenListParser<SqlToken, SqlExpression> Column =
        from name in ColumnName
        from second in Words.Symbol(SqlToken.Dot, ".").IgnoreThen(Words.Name.AsNullable()).OptionalOrDefault()
        select (SqlExpression)(second is null
            ? new ColumnExpression(null, name, name.Span)
            : new ColumnExpression(name, second, name.Span.To(second.Span)));

    private static readonly TokenListParser<SqlToken, SqlExpression> Rejected =
        Words.Reject(Unsupported.Subquery, "EXISTS")
            .IgnoreThen(Words.Reject("Arrays are not supported.", "ARRAY"))
            .IgnoreThen(Words.Reject("Rows are not supported.", "ROW"))
            .IgnoreThen(Words.Reject(
                "The current time is not supported, because a result must depend on the events only. Use the time of the " +
                "event, or add the condition in a CREATE VIEW.",
                "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME", "LOCALTIMESTAMP"))
            .IgnoreThen<SqlToken, Unit, SqlExpression>(
                input => TokenListParserResult.Empty<SqlToken, SqlExpression>(input, ["an expression"]));

    internal static readonly TokenListParser<SqlToken, SqlExpression> Primary =
        Number.Or(Text).Or(Parenthesized).Or(Constant).Or(Case).Or(Cast).Or(Rejected)
            .Or(TypedText).Or(input => CallParser.Call(input)).Or(Column)
            .Named("an expression");

    // A reserved word here is more often the next clause after a forgotten operand than a column.
    private static TokenListParser<SqlToken, SqlName> ColumnName => input => Words.IsReserved(Words.Peek(input))
        ? TokenListParserResult.Empty<SqlToken, SqlName>(input, ["an expression"])
        : Words.Name(input);

    private static TokenListParser<SqlToken, Unit> RejectRow => input => Words.Peek(input).Kind == SqlToken.Comma
        ? Words.Fail<Unit>(Words.Peek(input), "Rows are not supported. Compare each column by itself, with AND between.")
        : TokenListParserResult.Value(Unit.Value, input, input);

    private static TokenListParser<SqlToken, SqlExpression?> UnlessKeyword(string word) => input =>
        Words.IsKeyword(input, word)
            ? TokenListParserResult.Value<SqlToken, SqlExpression?>(null, input, input)
            : Expression.AsNullable()(input);
}

using System.Runtime.CompilerServices;
using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;
using Superpower;
using Superpower.Model;
using Result = Superpower.Model.TokenListParserResult<
    PathwayOrleans.Pipelines.Syntax.SqlToken, PathwayOrleans.Pipelines.Syntax.Ast.SqlExpression>;

namespace PathwayOrleans.Pipelines.Syntax.Parsing;

/// <summary>
/// Parses expressions by precedence climbing, with Postgres's precedences. Some operators have more than two operands, or bind
/// differently on their two sides, so that Superpower's own chains do not fit.
/// </summary>
internal static class ExpressionParser
{
    // A chain is a tree as deep as it is long, and what walks the tree is recursive.
    private const int MaxChain = 1000;

    internal static readonly TokenListParser<SqlToken, SqlExpression> Expression =
        input => Parse(input, Precedence.Lowest, isRangeStart: false);

    private static readonly TokenListParser<SqlToken, (SqlList<SqlExpression> Values, Token<SqlToken> End)> Items =
        from open in Words.Symbol(SqlToken.LeftParenthesis, "(")
        from check in Words.Reject(Unsupported.Subquery, Unsupported.QueryWords)
        from values in Words.CommaSeparated(Expression)
        from close in Words.Symbol(SqlToken.RightParenthesis, ")")
        select (values, close);

    private static readonly TokenListParser<SqlToken, Token<SqlToken>> And = Words.Keyword("AND");

    private static readonly TokenListParser<SqlToken, Token<SqlToken>> TestWord = Words.Keyword("NULL")
        .Or(Words.Keyword("TRUE")).Or(Words.Keyword("FALSE")).Or(Words.Keyword("UNKNOWN"))
        .Or(Words.Keyword("DISTINCT").IgnoreThen(Words.Keyword("FROM")));

    private static Result Parse(TokenList<SqlToken> input, Precedence minimum, bool isRangeStart)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Result left = ParsePrefix(input, isRangeStart);
        InfixOperator? last = null;
        for (int count = 0; left.HasValue; count++)
        {
            if (InfixOperator.Read(left.Remainder, isRangeStart) is not { } infix || infix.Precedence < minimum)
            {
                break;
            }

            if (last is { IsNonAssociative: true } && last.Value.Precedence == infix.Precedence)
            {
                return Words.Fail<SqlExpression>(infix.Token, $"{infix.Text} cannot follow {last.Value.Text} without a " +
                    "parenthesis. Put one around the first comparison, or combine two comparisons with AND.");
            }

            if (count == MaxChain)
            {
                return Words.Fail<SqlExpression>(
                    infix.Token, $"More than {MaxChain} operators in a row. Use IN, or parentheses around groups of them.");
            }

            left = ParseInfix(left.Value, infix, isRangeStart);
            last = infix;
        }

        return left;
    }

    private static Result ParsePrefix(TokenList<SqlToken> input, bool isRangeStart)
    {
        Token<SqlToken> token = Words.Peek(input);
        bool isNot = !isRangeStart && Words.IsKeyword(input, "NOT");
        bool isSign = token.Kind == SqlToken.Operator && token.ToStringValue() is "-" or "+";
        if (!isNot && !isSign)
        {
            return PrimaryParser.Primary(input);
        }

        Result operand = Parse(Words.Rest(input), isNot ? Precedence.Not : Precedence.Sign, isRangeStart);
        if (!operand.HasValue)
        {
            return operand;
        }

        SourceSpan span = Words.SpanOf(token).To(operand.Value.Span);
        string text = isNot ? "NOT" : token.ToStringValue();
        // As in Postgres, the sign belongs to the number: -2147483648 is an integer although 2147483648 is not.
        SqlExpression expression = text == "-" && operand.Value is NumberLiteral number
            ? new NumberLiteral(number.Text.StartsWith('-') ? number.Text[1..] : $"-{number.Text}", span)
            : new UnaryExpression(text, Words.SpanOf(token), operand.Value, span);
        return TokenListParserResult.Value(expression, input, operand.Remainder);
    }

    private static Result ParseInfix(SqlExpression left, InfixOperator infix, bool isRangeStart)
    {
        SourceSpan place = Words.SpanOf(infix.Token);
        switch (infix.Kind)
        {
            case InfixKind.Rejected:
                return Words.Fail<SqlExpression>(infix.Token, infix.Text);
            case InfixKind.Is:
                return TestWord.Select(SqlExpression (word) => new IsExpression(
                    left, word.ToStringValue().ToUpperInvariant(), infix.IsNegated, left.Span.To(Words.SpanOf(word))))
                    (infix.Remainder);
            case InfixKind.In:
                return Items.Select(SqlExpression (items) => new InExpression(
                    left, items.Values, infix.IsNegated, place, left.Span.To(Words.SpanOf(items.End))))(infix.Remainder);
            case InfixKind.Between:
                return ParseBetween(left, infix);
            case InfixKind.Cast:
                return TypeNameParser.TypeName.Select(
                    SqlExpression (type) => new CastExpression(left, type, left.Span.To(type.Span)))(infix.Remainder);
            default:
                Result right = Parse(infix.Remainder, infix.Precedence + 1, isRangeStart);
                return right.HasValue && Words.IsKeyword(right.Remainder, "ESCAPE")
                    ? Words.Fail<SqlExpression>(Words.Peek(right.Remainder), "ESCAPE is not supported. " +
                        @"Write \ before a character of the pattern that stands for itself.")
                    : Map(right, infix, operand => Negate(
                        infix, new BinaryExpression(infix.Text, place, left, operand, left.Span.To(operand.Span))));
        }
    }

    private static Result ParseBetween(SqlExpression left, InfixOperator infix)
    {
        if (Words.IsKeyword(infix.Remainder, "SYMMETRIC", "ASYMMETRIC"))
        {
            return Words.Fail<SqlExpression>(
                Words.Peek(infix.Remainder),
                "BETWEEN SYMMETRIC is not supported. Use least(a, b) and greatest(a, b) as the ends.");
        }

        Result low = Parse(infix.Remainder, Precedence.Lowest, isRangeStart: true);
        if (!low.HasValue)
        {
            return low;
        }

        TokenListParserResult<SqlToken, Token<SqlToken>> and = And(low.Remainder);
        return and.HasValue
            ? Map(Parse(and.Remainder, Precedence.Like + 1, isRangeStart: false), infix, high => new BetweenExpression(
                left, low.Value, high, infix.IsNegated, Words.SpanOf(infix.Token), left.Span.To(high.Span)))
            : TokenListParserResult.CastEmpty<SqlToken, Token<SqlToken>, SqlExpression>(and);
    }

    private static BinaryExpression Negate(InfixOperator infix, BinaryExpression expression) => infix.IsNegated
        ? expression with { Operator = $"NOT {expression.Operator}" }
        : expression;

    private static Result Map(Result result, InfixOperator infix, Func<SqlExpression, SqlExpression> create) =>
        result.HasValue ? TokenListParserResult.Value(create(result.Value), infix.Remainder, result.Remainder) : result;
}

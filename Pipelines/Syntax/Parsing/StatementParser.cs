using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;
using Superpower;
using Superpower.Model;

namespace PathwayOrleans.Pipelines.Syntax.Parsing;

/// <summary>Parses a statement.</summary>
internal static class StatementParser
{
    private static readonly TokenListParser<SqlToken, Unit> RejectOthers =
        Words.Reject("OR REPLACE is not supported. A pipeline says what is to be there; leave it out.", "OR")
            .IgnoreThen(Words.Reject(
                "A pipeline creates the tables itself. Write CREATE MATERIALIZED VIEW, or create your own tables elsewhere.",
                "TABLE"));

    private static readonly TokenListParser<SqlToken, SqlStatement> AfterCreateView =
        from check in Unsupported.IfNotExists
        from name in Words.Name
        from options in Words.Reject("Options of a view are not supported.", "WITH")
        from keyword in Words.Keyword("AS")
        from query in ViewQuery
        select (SqlStatement)new CreateView(name, "", query, name.Span.To(query));

    /// <summary>A statement up to its last token. The text of a plain view is still to be cut out of the whole text.</summary>
    internal static readonly TokenListParser<SqlToken, SqlStatement> Statement =
        Words.Keyword("CREATE").IgnoreThen(RejectOthers).IgnoreThen(
            Words.Keyword("SOURCE").IgnoreThen(Unsupported.IfNotExists).IgnoreThen(SourceParser.AfterCreateSource)
                .Or(Words.Keywords("MATERIALIZED", "VIEW").IgnoreThen(QueryParser.AfterCreateMaterializedView))
                .Or(Words.Keyword("VIEW").IgnoreThen(AfterCreateView)));

    // The tokens of the query count only for where it ends and for its parentheses.
    private static TokenListParser<SqlToken, SourceSpan> ViewQuery => input =>
    {
        var open = new Stack<Token<SqlToken>>();
        SourceSpan start = Words.SpanOf(Words.Peek(input));
        SourceSpan end = start with { Length = 0 };
        TokenList<SqlToken> rest = input;
        for (; !StatementEnd.IsAt(rest); rest = Words.Rest(rest))
        {
            Token<SqlToken> token = Words.Peek(rest);
            end = Words.SpanOf(token);
            if (token.Kind == SqlToken.LeftParenthesis)
            {
                open.Push(token);
            }
            else if (token.Kind == SqlToken.RightParenthesis && !open.TryPop(out _))
            {
                return Words.Fail<SourceSpan>(token, "This parenthesis has no opening one.");
            }
            else if (token.Kind == SqlToken.Unclosed)
            {
                return TokenListParserResult.Empty<SqlToken, SourceSpan>(rest);
            }
        }

        return open.TryPop(out Token<SqlToken> unclosed)
            ? Words.Fail<SourceSpan>(unclosed, "This parenthesis is not closed before the end of the statement.")
            : end.Length == 0
                ? TokenListParserResult.Empty<SqlToken, SourceSpan>(input, ["a query"])
                : TokenListParserResult.Value(start.To(end), input, rest);
    };
}

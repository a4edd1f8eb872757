using PathwayOrleans.Pipelines.Syntax.Ast;
using Superpower;
using Superpower.Model;

namespace PathwayOrleans.Pipelines.Syntax.Parsing;

/// <summary>Parses <c>CREATE MATERIALIZED VIEW</c> after these words.</summary>
internal static class QueryParser
{
    // An alias without AS is a word that neither SQL nor the grammar of expressions uses.
    private static readonly TokenListParser<SqlToken, SqlName> BareAlias = input =>
        Words.Peek(input) is { Kind: SqlToken.QuotedIdentifier or SqlToken.Identifier } token
        && (token.Kind == SqlToken.QuotedIdentifier || !IsWord(SqlText.Fold(token)))
            ? TokenListParserResult.Value(Words.ToName(token), input, Words.Rest(input))
            : TokenListParserResult.Empty<SqlToken, SqlName>(input);

    private static readonly TokenListParser<SqlToken, SqlName?> Alias =
        Words.Keyword("AS").IgnoreThen(Words.Name).Or(BareAlias).AsNullable().OptionalOrDefault();

    private static readonly TokenListParser<SqlToken, Unit> RejectStar = input =>
        Words.Peek(input) is { Kind: SqlToken.Operator } token && token.ToStringValue() == "*"
            ? Words.Fail<Unit>(token, Unsupported.SelectStar)
            : TokenListParserResult.Value(Unit.Value, input, input);

    private static readonly TokenListParser<SqlToken, SelectItem> Item =
        from star in RejectStar
        from expression in ExpressionParser.Expression
        from alias in Alias
        select new SelectItem(expression, alias);

    private static readonly TokenListParser<SqlToken, SqlName> ArgumentName =
        (from name in Words.Name
         from arrow in Words.Symbol(SqlToken.Arrow, "=>")
         select name).Try();

    private static readonly TokenListParser<SqlToken, WindowArgument> Argument =
        from name in ArgumentName.AsNullable().OptionalOrDefault()
        from value in ExpressionParser.Expression
        select new WindowArgument(name, value);

    private static readonly TokenListParser<SqlToken, FromClause> From =
        from subquery in RejectSubquery
        from name in Words.Name.Named("a source")
        from arguments in Words.InParentheses(Words.CommaSeparated(Argument)).AsNullable().OptionalOrDefault()
        from alias in Alias
        from second in Unsupported.SecondSource
        select new FromClause(name, alias, arguments, name.Span);

    private static readonly TokenListParser<SqlToken, SelectQuery> Query =
        from with in Words.Reject(
            "WITH before a query is not supported. Write one SELECT over the source; combine results in a CREATE VIEW.", "WITH")
        from word in Words.Keyword("SELECT")
        from distinct in Words.Reject(Unsupported.Distinct, "DISTINCT")
        from items in Words.CommaSeparated(Item)
        from keyword in Words.Keyword("FROM")
        from source in From
        from condition in Words.Keyword("WHERE").IgnoreThen(ExpressionParser.Expression).AsNullable().OptionalOrDefault()
        from early in Unsupported.Clause
        from grouping in Words.Keywords("GROUP", "BY")
        from groups in Words.CommaSeparated(ExpressionParser.Expression)
        from late in Unsupported.Clause
        from end in StatementEnd.Parser
        select new SelectQuery(items, source, condition, groups, Words.SpanOf(word).To(end));

    internal static readonly TokenListParser<SqlToken, SqlStatement> AfterCreateMaterializedView =
        from check in Unsupported.IfNotExists
        from name in Words.Name
        from options in OptionParser.With
        from keyword in Words.Keyword("AS")
        from query in Query
        select (SqlStatement)new CreateMaterializedView(name, options, query, name.Span.To(query.Span));

    private static TokenListParser<SqlToken, Unit> RejectSubquery => input =>
        Words.Peek(input).Kind == SqlToken.LeftParenthesis
            ? Words.Fail<Unit>(Words.Peek(input), Unsupported.Subquery)
            : TokenListParserResult.Value(Unit.Value, input, input);

    private static bool IsWord(string name) => SqlKeywords.Reserved.Contains(name) || SqlKeywords.NeedsAs.Contains(name);
}

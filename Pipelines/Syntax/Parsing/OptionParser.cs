using PathwayOrleans.Pipelines.Syntax.Ast;
using Superpower;

namespace PathwayOrleans.Pipelines.Syntax.Parsing;

/// <summary>
/// Parses <c>(name = 'value', …)</c>. A name may have several parts with dots between, such as <c>schema.registry</c>. As in
/// Postgres it may be a word of SQL, such as <c>null</c>.
/// </summary>
internal static class OptionParser
{
    private static readonly TokenListParser<SqlToken, SqlName> OptionName =
        Words.AnyWord.Or(Words.Name).Named("an option").AtLeastOnceDelimitedBy(Words.Symbol(SqlToken.Dot, "."))
            .Select(parts => new SqlName(string.Join('.', parts.Select(part => part.Text)), parts[0].Span.To(parts[^1].Span)));

    private static readonly TokenListParser<SqlToken, SqlOption> Option =
        from name in OptionName
        from equal in Words.Symbol(SqlToken.Operator, "=").Where(token => token.ToStringValue() == "=", "Expected '='.")
        from value in Words.Text
        select new SqlOption(name, value.Value, value.Span);

    internal static readonly TokenListParser<SqlToken, SqlList<SqlOption>> Options =
        Words.InParentheses(Words.CommaSeparated(Option));

    /// <summary><c>WITH (…)</c>, or no options.</summary>
    internal static readonly TokenListParser<SqlToken, SqlList<SqlOption>> With =
        Words.Keyword("WITH").IgnoreThen(Options).OptionalOrDefault(new SqlList<SqlOption>([]));
}

using PathwayOrleans.Pipelines.Diagnostics;
using Superpower;
using Superpower.Model;

namespace PathwayOrleans.Pipelines.Syntax.Parsing;

/// <summary>The semicolon after a statement, or the end of the text. Either is the last token of the statement's list.</summary>
internal static class StatementEnd
{
    /// <summary>Succeeds at the end and gives its place.</summary>
    internal static readonly TokenListParser<SqlToken, SourceSpan> Parser = input => IsAt(input)
        ? TokenListParserResult.Value(Words.SpanOf(Words.Peek(input)) with { Length = 0 }, input, input)
        : TokenListParserResult.Empty<SqlToken, SourceSpan>(input, ["';'"]);

    internal static bool IsAt(TokenList<SqlToken> input) => Words.Peek(input).Kind is SqlToken.Semicolon or SqlToken.End;
}

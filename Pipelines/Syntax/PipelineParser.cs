using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;
using PathwayOrleans.Pipelines.Syntax.Parsing;
using Superpower.Model;

namespace PathwayOrleans.Pipelines.Syntax;

/// <summary>Parses the text of a pipeline.</summary>
internal static class PipelineParser
{
    // What is recursive needs stack for each level, and an error for a huge statement is better than minutes of work.
    private const int MaxTokens = 50_000;

    /// <summary>Parses every statement. A statement with an error adds it and is left out.</summary>
    internal static IReadOnlyList<SqlStatement> Parse(DiagnosticBag diagnostics)
    {
        var statements = new List<SqlStatement>();
        foreach (Token<SqlToken>[] tokens in Split(diagnostics.Source.Text))
        {
            if (ParseStatement(tokens, diagnostics) is { } statement)
            {
                statements.Add(statement);
            }
        }

        return statements;
    }

    private static SqlStatement? ParseStatement(Token<SqlToken>[] tokens, DiagnosticBag diagnostics)
    {
        SourceSpan start = Words.SpanOf(tokens[0]);
        if (tokens.Length > MaxTokens)
        {
            return diagnostics.Fail<SqlStatement>(start, $"This statement has more than {MaxTokens} words and symbols.");
        }

        try
        {
            TokenListParserResult<SqlToken, SqlStatement> result =
                StatementParser.Statement(new TokenList<SqlToken>(tokens));
            if (!result.HasValue)
            {
                (SourceSpan place, string message) = SyntaxError.Describe(result, tokens);
                return diagnostics.Fail<SqlStatement>(place, message);
            }

            SqlStatement statement = result.Value with { Span = start.To(result.Value.Span) };
            return statement is CreateView view ? view with { Query = diagnostics.Source.Slice(view.QuerySpan) } : statement;
        }
        catch (InsufficientExecutionStackException)
        {
            return diagnostics.Fail<SqlStatement>(
                start, "This statement has too many parentheses or operators inside one another.");
        }
    }

    // A semicolon ends a statement even inside a parenthesis, so that a forgotten one damages no other statement. Postgres has no
    // query with a semicolon in it.
    private static IEnumerable<Token<SqlToken>[]> Split(string text)
    {
        var statement = new List<Token<SqlToken>>();
        foreach (Token<SqlToken> token in SqlTokenizer.Tokenize(text))
        {
            statement.Add(token);
            if (token.Kind == SqlToken.Semicolon)
            {
                if (statement.Count > 1)
                {
                    yield return [.. statement];
                }

                statement.Clear();
            }
        }

        if (statement.Count > 0)
        {
            statement.Add(new Token<SqlToken>(SqlToken.End, new TextSpan(text).Skip(text.TrimEnd().Length).First(0)));
            yield return [.. statement];
        }
    }
}

using Superpower.Model;

namespace PathwayOrleans.Pipelines.Syntax.Parsing;

/// <summary>The precedences of Postgres 15, from the loosest to the tightest.</summary>
internal enum Precedence
{
    Lowest,
    Or,
    And,
    Not,
    Is,
    Comparison,
    Like,
    Other,
    Sum,
    Product,
    Power,
    Sign,
    Cast,
}

/// <summary>How an operator after an operand goes on.</summary>
internal enum InfixKind
{
    Binary,
    Is,
    In,
    Between,
    Cast,
    Rejected,
}

/// <summary>An operator after an operand.</summary>
/// <param name="Kind">How it goes on.</param>
/// <param name="Precedence">How tightly it binds.</param>
/// <param name="Text">The operator in upper case, without <c>NOT</c>; for a rejected one, the error.</param>
/// <param name="Token">Its first token.</param>
/// <param name="Remainder">What follows it.</param>
/// <param name="IsNegated">Whether <c>NOT</c> is before it.</param>
internal readonly record struct InfixOperator(
    InfixKind Kind, Precedence Precedence, string Text, Token<SqlToken> Token, TokenList<SqlToken> Remainder, bool IsNegated)
{
    /// <summary>Whether two of them in a row need a parenthesis.</summary>
    internal bool IsNonAssociative =>
        Kind is InfixKind.Between
        || (Kind == InfixKind.Binary && Precedence is Precedence.Is or Precedence.Comparison or Precedence.Like);

    /// <summary>Reads the operator at a place, or returns null where none is.</summary>
    /// <param name="input">The place.</param>
    /// <param name="isRangeStart">
    /// Whether the operand belongs to the lower end of a BETWEEN. Postgres allows no logical operators there, because its AND
    /// would be ambiguous.
    /// </param>
    internal static InfixOperator? Read(TokenList<SqlToken> input, bool isRangeStart)
    {
        Token<SqlToken> token = Words.Peek(input);
        TokenList<SqlToken> rest = Words.Rest(input);
        return token.Kind switch
        {
            SqlToken.Operator => ReadSymbol(token, rest),
            SqlToken.Cast => new InfixOperator(InfixKind.Cast, Precedence.Cast, "::", token, rest, false),
            SqlToken.LeftBracket => Rejected(token, rest, "Arrays and subscripts are not supported in expressions. " +
                "Read an element of a JSON array with PATH, such as PATH '$.items[0]'."),
            SqlToken.Identifier => ReadWord(token, input, isRangeStart),
            _ => null,
        };
    }

    private static InfixOperator ReadSymbol(Token<SqlToken> token, TokenList<SqlToken> rest)
    {
        string text = token.ToStringValue();
        Precedence precedence = text switch
        {
            "+" or "-" => Precedence.Sum,
            "*" or "/" or "%" => Precedence.Product,
            "^" => Precedence.Power,
            "=" or "<>" or "!=" or "<" or ">" or "<=" or ">=" => Precedence.Comparison,
            "||" => Precedence.Other,
            _ => Precedence.Lowest,
        };
        return precedence == Precedence.Lowest
            ? Rejected(token, rest, RejectionOf(text))
            : new InfixOperator(InfixKind.Binary, precedence, text == "!=" ? "<>" : text, token, rest, false);
    }

    private static string RejectionOf(string text) => text switch
    {
        "==" => "There is no operator '=='. Write =.",
        "&&" => "There is no operator '&&'. Write AND.",
        "->" or "->>" or "#>" or "#>>" => $"The operator '{text}' is not supported. " +
            "Declare a column of the source with PATH, such as PATH '$.a.b'.",
        "~" or "~*" or "!~" or "!~*" => $"The operator '{text}' is not supported. Use LIKE or ILIKE.",
        _ when text.Length > 1 && text[^1] is '-' or '+' =>
            $"There is no operator '{text}'. Put a space before the sign.",
        _ => $"There is no operator '{text}'. The operators are + - * / % ^ || = <> < > <= >=.",
    };

    private static InfixOperator? ReadWord(Token<SqlToken> token, TokenList<SqlToken> input, bool isRangeStart)
    {
        TokenList<SqlToken> rest = Words.Rest(input);
        if (Words.IsKeyword(input, "IS"))
        {
            return ReadIs(token, rest, isRangeStart);
        }

        if (isRangeStart)
        {
            return null;
        }

        bool isNegated = Words.IsKeyword(input, "NOT");
        TokenList<SqlToken> word = isNegated ? rest : input;
        TokenList<SqlToken> after = Words.Rest(word);
        return Words.Peek(word) is not { Kind: SqlToken.Identifier } next ? null : next.ToStringValue().ToUpperInvariant() switch
        {
            "OR" when !isNegated => new InfixOperator(InfixKind.Binary, Precedence.Or, "OR", token, rest, false),
            "AND" when !isNegated => new InfixOperator(InfixKind.Binary, Precedence.And, "AND", token, rest, false),
            "IN" => new InfixOperator(InfixKind.In, Precedence.Like, "IN", token, after, isNegated),
            "BETWEEN" => new InfixOperator(InfixKind.Between, Precedence.Like, "BETWEEN", token, after, isNegated),
            "LIKE" or "ILIKE" => new InfixOperator(
                InfixKind.Binary, Precedence.Like, next.ToStringValue().ToUpperInvariant(), token, after, isNegated),
            "SIMILAR" => Rejected(next, after, "SIMILAR TO is not supported. Use LIKE or ILIKE."),
            "ISNULL" when !isNegated => Rejected(token, rest, "ISNULL is not supported. Write IS NULL."),
            "NOTNULL" when !isNegated => Rejected(token, rest, "NOTNULL is not supported. Write IS NOT NULL."),
            "COLLATE" when !isNegated => Rejected(token, rest, "COLLATE is not supported. Texts are compared as in the " +
                "collation \"C\"."),
            "AT" when !isNegated && Words.IsKeyword(rest, "TIME") => Rejected(token, rest, "AT TIME ZONE is not supported. " +
                "For the start of a day, week or month of a time zone use date_trunc('day', time, 'Europe/Berlin')."),
            _ => null,
        };
    }

    private static InfixOperator? ReadIs(Token<SqlToken> token, TokenList<SqlToken> rest, bool isRangeStart)
    {
        bool isNegated = Words.IsKeyword(rest, "NOT");
        TokenList<SqlToken> word = isNegated ? Words.Rest(rest) : rest;
        if (Words.IsKeyword(word, "DISTINCT") && Words.IsKeyword(Words.Rest(word), "FROM"))
        {
            string text = isNegated ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM";
            return new InfixOperator(
                InfixKind.Binary, Precedence.Is, text, token, Words.Rest(Words.Rest(word)), false);
        }

        return isRangeStart ? null : new InfixOperator(InfixKind.Is, Precedence.Is, "IS", token, word, isNegated);
    }

    private static InfixOperator Rejected(Token<SqlToken> token, TokenList<SqlToken> rest, string message) =>
        new(InfixKind.Rejected, Precedence.Cast, message, token, rest, false);
}

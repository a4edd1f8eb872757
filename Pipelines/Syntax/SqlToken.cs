namespace PathwayOrleans.Pipelines.Syntax;

/// <summary>The kinds of tokens. Keywords are identifiers; the parser compares their text.</summary>
internal enum SqlToken
{
    Identifier,
    QuotedIdentifier,
    Number,
    String,
    EscapeString,
    DollarString,
    Operator,
    LeftParenthesis,
    RightParenthesis,
    LeftBracket,
    RightBracket,
    Comma,
    Dot,
    Semicolon,
    Cast,
    Arrow,

    /// <summary>A string, a quoted name or a comment without an end; it reaches to the end of the text.</summary>
    Unclosed,

    /// <summary>A number that is followed by letters.</summary>
    InvalidNumber,

    /// <summary>A character that starts no token.</summary>
    Unknown,

    /// <summary>The end of the text.</summary>
    End,
}

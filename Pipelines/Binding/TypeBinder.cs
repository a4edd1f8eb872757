using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Finds the type of a name.</summary>
internal static class TypeBinder
{
    /// <summary>The type, or null after an error.</summary>
    internal static SqlType? Bind(SqlTypeName name, DiagnosticBag diagnostics)
    {
        if (SqlTypes.Find(name.Text) is { } type)
        {
            return type;
        }

        int suffix = name.Text.IndexOfAny(['(', '[']);
        string word = suffix < 0 ? name.Text : name.Text[..suffix];
        diagnostics.Add(name.Span, (suffix, SqlTypes.Find(word), SqlTypes.FindInstead(word)) switch
        {
            ( >= 0, SqlType.Numeric, _) when name.Text[suffix] == '(' =>
                "numeric has no precision and scale here. Write numeric, and round(x, 2) where digits are to be cut.",
            ( >= 0, not null, _) when name.Text[suffix] == '(' => $"{word} has no length here. Write {word}.",
            ( >= 0, not null, _) => "Arrays are not supported. Read an element with PATH, such as PATH '$.items[0]'.",
            (_, _, { } instead) => $"The type {word} is not supported. Use {instead}.",
            _ => $"There is no type '{word}'.{NearestName.Hint(word, SqlTypes.Names)}",
        });
        return null;
    }
}

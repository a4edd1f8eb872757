using System.Text;

namespace PathwayOrleans.Testing.Dockerfiles;

/// <summary>
/// Replaces <c>$NAME</c>, <c>${NAME}</c>, <c>${NAME:-else}</c> and <c>${NAME:+instead}</c> as Docker does, and removes
/// quotation marks.
/// </summary>
internal sealed class Variables(IReadOnlyDictionary<string, string> values, int line)
{
    internal string Expand(string text)
    {
        var result = new StringBuilder();
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && quote != '\'' && i + 1 < text.Length)
            {
                result.Append(text[++i]);
            }
            else if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '\'' or '"')
            {
                quote = c;
            }
            else if (c == '$' && quote != '\'')
            {
                result.Append(Reference(text, ref i));
            }
            else
            {
                result.Append(c);
            }
        }

        return quote == '\0'
            ? result.ToString()
            : throw new DockerfileException($"line {line}: a quotation mark is not closed: {text}");
    }

    /// <summary>The words of an instruction, split at blanks outside quotations and not expanded.</summary>
    internal static IReadOnlyList<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                End();
                continue;
            }

            quote = c == quote ? '\0' : quote == '\0' && c is '\'' or '"' ? c : quote;
            word.Append(c);
            if (c == '\\' && i + 1 < text.Length)
            {
                word.Append(text[++i]);
            }
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    // i is the index of the $, and on return that of the last character of the reference.
    private string Reference(string text, ref int i)
    {
        int start = i + 1;
        if (start < text.Length && text[start] == '{')
        {
            int end = text.IndexOf('}', start);
            i = end >= 0 ? end : throw new DockerfileException($"line {line}: a ${{ is not closed: {text}");
            return Braced(text[(start + 1)..end]);
        }

        int last = start;
        while (last < text.Length && (char.IsAsciiLetterOrDigit(text[last]) || text[last] == '_'))
        {
            last++;
        }

        i = last - 1;
        return last == start ? "$" : values.GetValueOrDefault(text[start..last], "");
    }

    private string Braced(string inner)
    {
        int colon = inner.IndexOf(':', StringComparison.Ordinal);
        string value = values.GetValueOrDefault(colon < 0 ? inner : inner[..colon], "");
        return (colon < 0 ? "" : inner[(colon + 1)..]) switch
        {
            "" => value,
            ['-', .. string otherwise] => value.Length > 0 ? value : Expand(otherwise),
            ['+', .. string instead] => value.Length > 0 ? Expand(instead) : "",
            _ => throw new DockerfileException($"line {line}: ${{{inner}}} is not supported."),
        };
    }
}

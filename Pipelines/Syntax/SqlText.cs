using System.Globalization;
using System.Text;
using Superpower.Model;

namespace PathwayOrleans.Pipelines.Syntax;

/// <summary>The values of names and strings.</summary>
internal static class SqlText
{
    /// <summary>A name without quotes, in lower case if it had none. As in Postgres, only ASCII letters are folded.</summary>
    internal static string Fold(Token<SqlToken> token)
    {
        string text = token.ToStringValue();
        return token.Kind == SqlToken.QuotedIdentifier
            ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal)
            : string.Create(text.Length, text, (lower, original) =>
            {
                for (int i = 0; i < original.Length; i++)
                {
                    lower[i] = char.IsAsciiLetterUpper(original[i]) ? (char)(original[i] | 0x20) : original[i];
                }
            });
    }

    /// <summary>The value of a string of one of the three kinds.</summary>
    internal static string Unquote(Token<SqlToken> token)
    {
        string text = token.ToStringValue();
        switch (token.Kind)
        {
            case SqlToken.DollarString:
                int delimiter = SqlScanners.DelimiterLength(text);
                return text[delimiter..^delimiter];
            case SqlToken.EscapeString:
                return Unescape(text[2..^1]);
            default:
                return text[1..^1].Replace("''", "'", StringComparison.Ordinal);
        }
    }

    private static string Unescape(string content)
    {
        var value = new StringBuilder();
        int i = 0;
        while (i < content.Length)
        {
            char c = content[i++];
            if (c == '\'')
            {
                // The tokenizer has seen to it that it is doubled.
                i++;
            }

            if (c != '\\')
            {
                value.Append(c);
                continue;
            }

            char kind = content[i++];
            switch (kind)
            {
                case 'b': value.Append('\b'); break;
                case 'f': value.Append('\f'); break;
                case 'n': value.Append('\n'); break;
                case 'r': value.Append('\r'); break;
                case 't': value.Append('\t'); break;
                case 'x' when CountDigits(content, i, 2, char.IsAsciiHexDigit) is var count and > 0:
                    value.Append((char)ParseHex(content, ref i, count));
                    break;
                case 'u' when CountDigits(content, i, 4, char.IsAsciiHexDigit) == 4:
                    value.Append((char)ParseHex(content, ref i, 4));
                    break;
                case 'U' when CountDigits(content, i, 8, char.IsAsciiHexDigit) == 8:
                    value.Append(ToText(ParseHex(content, ref i, 8)));
                    break;
                case >= '0' and <= '7':
                    int octal = CountDigits(content, i - 1, 3, digit => digit is >= '0' and <= '7');
                    value.Append((char)(Convert.ToInt32(content.Substring(i - 1, octal), 8) & 0xff));
                    i += octal - 1;
                    break;
                default:
                    value.Append(kind);
                    break;
            }
        }

        return value.ToString();
    }

    private static string ToText(int scalar) => Rune.IsValid(scalar) ? char.ConvertFromUtf32(scalar) : "\uFFFD";

    private static int CountDigits(string text, int start, int most, Func<char, bool> isDigit)
    {
        int count = 0;
        while (count < most && start + count < text.Length && isDigit(text[start + count]))
        {
            count++;
        }

        return count;
    }

    private static int ParseHex(string text, ref int start, int count)
    {
        int value = int.Parse(text.AsSpan(start, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        start += count;
        return value;
    }
}

using System.Text;

namespace PathwayOrleans.Client.Shell;

/// <summary>
/// Splits a line into words like a shell: at blanks, except within '…' (taken literally) and "…". Outside '…' a backslash makes
/// the next character literal.
/// </summary>
internal sealed class CommandWords
{
    private const string Special = "'\"\\";

    private readonly List<string> _values = [];

    private CommandWords(string line) => Divide(line);

    /// <summary>The words without quotation marks.</summary>
    internal IReadOnlyList<string> Values => _values;

    /// <summary>Start of the last word in the line; the end of the line if a new word begins there.</summary>
    internal int LastStart { get; private set; }

    /// <summary>Whether the line ends within its last word, so that further text belongs to it.</summary>
    internal bool EndsInWord { get; private set; }

    /// <summary>The mark of a quotation that is not closed; null if there is none.</summary>
    internal char? OpenQuote { get; private set; }

    internal static CommandWords Of(string line) => new(line);

    /// <summary>Quotes a value so that <see cref="Of"/> reads it as one word.</summary>
    internal static string Quote(string value)
    {
        if (value.Length > 0 && !value.Any(c => char.IsWhiteSpace(c) || Special.Contains(c, StringComparison.Ordinal)))
        {
            return value;
        }

        return $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    private void Divide(string line)
    {
        StringBuilder? word = null;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (OpenQuote is null && char.IsWhiteSpace(c))
            {
                End(ref word);
                continue;
            }

            if (word is null)
            {
                word = new StringBuilder();
                LastStart = i;
            }

            if (c == '\\' && OpenQuote != '\'' && i + 1 < line.Length)
            {
                word.Append(line[++i]);
            }
            else if (c == OpenQuote)
            {
                OpenQuote = null;
            }
            else if (OpenQuote is null && c is '\'' or '"')
            {
                OpenQuote = c;
            }
            else
            {
                word.Append(c);
            }
        }

        EndsInWord = word is not null;
        LastStart = EndsInWord ? LastStart : line.Length;
        End(ref word);
    }

    private void End(ref StringBuilder? word)
    {
        if (word is not null)
        {
            _values.Add(word.ToString());
            word = null;
        }
    }
}

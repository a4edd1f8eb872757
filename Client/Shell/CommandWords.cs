using System.Text;

namespace PathwayOrleans.Client.Shell;

/// <summary>
/// A line's words, as shells divide them: at blanks, save in '…' (as it is) and "…"; a backslash takes the next
/// character as it is, outside '…'.
/// </summary>
internal sealed class CommandWords
{
    private const string Special = "'\"\\";

    private readonly List<string> _values = [];

    private CommandWords(string line) => Divide(line);

    /// <summary>The words, without their quotation marks.</summary>
    internal IReadOnlyList<string> Values => _values;

    /// <summary>Where the last word begins in the line; the line's end where that begins a new one.</summary>
    internal int LastStart { get; private set; }

    /// <summary>Whether the line ends within its last word, so that what follows would belong to it.</summary>
    internal bool EndsInWord { get; private set; }

    /// <summary>The mark of a quotation that does not end.</summary>
    internal char? OpenQuote { get; private set; }

    internal static CommandWords Of(string line) => new(line);

    /// <summary>A word that <see cref="Of"/> reads as this value.</summary>
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

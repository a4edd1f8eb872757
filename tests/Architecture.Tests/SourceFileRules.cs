namespace PathwayOrleans.Architecture.Tests;

/// <summary>Limits for source files. Each rule returns a line per violation.</summary>
internal static class SourceFileRules
{
    private const int MaxLineLength = 130;
    private const int MaxLines = 380;

    /// <summary>
    /// Lines are short. Exempt are the lines of raw string literals, and lines that consist of one string literal: breaking those
    /// would make them harder to read.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="lines">The content of the file.</param>
    internal static IEnumerable<string> LineLength(string path, IEnumerable<string> lines)
    {
        bool isRaw = false;
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            int delimiters = line.Split("\"\"\"").Length - 1;
            bool isInRaw = isRaw || delimiters > 0;
            isRaw ^= delimiters % 2 == 1;
            if (line.Length > MaxLineLength && !isInRaw && !IsOneLiteral(line))
            {
                yield return $"{path}:{number} has {line.Length} characters; at most {MaxLineLength} are allowed.";
            }
        }
    }

    /// <summary>Files of the product are short.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="lines">The number of its lines.</param>
    internal static IEnumerable<string> Length(string path, int lines) =>
        lines > MaxLines ? [$"{path} has {lines} lines; at most {MaxLines} are allowed."] : [];

    private static bool IsOneLiteral(string line)
    {
        string code = line.Trim().TrimEnd(';', ',', ')', ']');
        return code.TrimStart('$', '@').StartsWith('"') && code.EndsWith('"');
    }
}

using System.Text;

namespace PathwayOrleans.Testing.Dockerfiles;

/// <summary>The text of an instruction: lines that end with a backslash are joined, comments are removed.</summary>
internal sealed record LogicalLine(int Number, string Text)
{
    internal static IEnumerable<LogicalLine> Of(string text)
    {
        var joined = new StringBuilder();
        int start = 0;
        int number = 0;
        foreach (string raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            string line = raw.Trim();
            if (line.StartsWith('#') || line.Length == 0)
            {
                if (line.Replace(" ", "", StringComparison.Ordinal).StartsWith("#escape=", StringComparison.OrdinalIgnoreCase))
                {
                    throw new DockerfileException($"line {number}: the directive `escape` is not supported.");
                }

                continue;
            }

            start = joined.Length == 0 ? number : start;
            bool goesOn = line.EndsWith('\\');
            joined.Append(goesOn ? line[..^1] : line);
            if (!goesOn)
            {
                yield return new LogicalLine(start, joined.ToString());
                joined.Clear();
            }
        }

        if (joined.Length > 0)
        {
            throw new DockerfileException($"line {start}: the instruction is not complete at the end of the file.");
        }
    }
}

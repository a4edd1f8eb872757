using System.Text;
using System.Text.RegularExpressions;

namespace PathwayOrleans.Images.Tests;

/// <summary>
/// The rules of a <c>.dockerignore</c>: patterns from the root, <c>*</c> and <c>?</c> within a name, <c>**</c> for any
/// number of folders, <c>!</c> for exceptions. The last pattern that matches a file or a folder above it applies.
/// </summary>
internal sealed class DockerIgnore
{
    private readonly List<(Regex Pattern, bool IsException)> _rules = [];

    private DockerIgnore(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            string rule = line.Trim();
            if (rule.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            bool isException = rule.StartsWith('!');
            string pattern = (isException ? rule[1..].Trim() : rule).Trim('/');
            pattern = pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[2..] : pattern;
            _rules.Add((new Regex(ToRegex(pattern), RegexOptions.CultureInvariant), isException));
        }
    }

    internal static DockerIgnore Parse(string text) => new(text.ReplaceLineEndings("\n").Split('\n'));

    /// <summary>Whether a file, given by its path from the root with <c>/</c>, is excluded.</summary>
    internal bool LeavesOut(string path)
    {
        bool isOut = false;
        foreach ((Regex pattern, bool isException) in _rules)
        {
            if (isOut == isException && WithParents(path).Any(pattern.IsMatch))
            {
                isOut = !isException;
            }
        }

        return isOut;
    }

    private static IEnumerable<string> WithParents(string path)
    {
        for (int end = path.IndexOf('/', StringComparison.Ordinal); end >= 0; end = path.IndexOf('/', end + 1))
        {
            yield return path[..end];
        }

        yield return path;
    }

    private static string ToRegex(string pattern)
    {
        var regex = new StringBuilder(@"\A");
        for (int i = 0; i < pattern.Length; i++)
        {
            string rest = pattern[i..];
            if (rest.StartsWith("**/", StringComparison.Ordinal))
            {
                regex.Append("(.*/)?");
                i += 2;
            }
            else if (rest.StartsWith("**", StringComparison.Ordinal))
            {
                regex.Append(".*");
                i++;
            }
            else
            {
                regex.Append(pattern[i] switch { '*' => "[^/]*", '?' => "[^/]", char c => Regex.Escape($"{c}") });
            }
        }

        return regex.Append(@"\z").ToString();
    }
}

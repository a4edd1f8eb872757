using System.Text.RegularExpressions;

namespace PathwayOrleans.Architecture.Tests;

/// <summary>The required contents of PathwayOrleans.sln. Each rule returns a line per violation.</summary>
internal static partial class SolutionRules
{
    /// <summary>
    /// Every project is in the solution, and those of samples/, tools/ and tests/ are in the solution folder of that name.
    /// </summary>
    internal static IEnumerable<string> Projects(IEnumerable<ProjectFile> projects, string solution)
    {
        Match[] entries = Entry().Matches(solution).ToArray();
        var ids = entries.ToDictionary(entry => entry.Groups["path"].Value.Replace('\\', '/'), entry => entry.Groups["id"].Value);
        var names = entries.ToDictionary(entry => entry.Groups["id"].Value, entry => entry.Groups["name"].Value);
        var folders = Nesting()
            .Matches(solution).ToDictionary(line => line.Groups["child"].Value, line => names[line.Groups["parent"].Value]);
        foreach (ProjectFile project in projects)
        {
            string? expected = project.IsProduct ? null : project.Path.Split('/')[0];
            if (!ids.TryGetValue(project.Path, out string? id))
            {
                yield return $"{project.Path} is not in the solution.";
            }
            else if (folders.GetValueOrDefault(id) != expected)
            {
                yield return $"{project.Path} is in the solution folder '{folders.GetValueOrDefault(id)}'; expected: " +
                    $"'{expected}'.";
            }
        }
    }

    [GeneratedRegex("""^Project\("[^"]+"\) = "(?<name>[^"]+)", "(?<path>[^"]+)", "(?<id>[^"]+)"\r?$""", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex("""^\s*(?<child>\{[0-9A-F-]+\}) = (?<parent>\{[0-9A-F-]+\})\r?$""", RegexOptions.Multiline)]
    private static partial Regex Nesting();
}

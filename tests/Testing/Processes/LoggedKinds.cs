using System.Text.RegularExpressions;

namespace PathwayOrleans.Testing.Processes;

/// <summary>
/// How many lines of each kind a process has logged. A kind is a category with the number of a message: <c>Category[7]</c>. Lines
/// that are not entries of the log are not counted.
/// </summary>
public sealed partial class LoggedKinds
{
    private readonly Dictionary<string, int> _lines = [];

    /// <summary>The number of lines by kind.</summary>
    public IReadOnlyDictionary<string, int> Lines
    {
        get
        {
            lock (_lines)
            {
                return _lines.ToDictionary();
            }
        }
    }

    internal void Add(string line)
    {
        if (Entry().Match(line) is { Success: true } entry)
        {
            lock (_lines)
            {
                string kind = entry.Groups["kind"].Value;
                _lines[kind] = _lines.GetValueOrDefault(kind) + 1;
            }
        }
    }

    // 2026-01-02T03:04:05.678Z warn: Some.Category[7] message
    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T[0-9:.]+Z [a-z]{4}: (?<kind>[^ ]+\[-?\d+\]) ")]
    private static partial Regex Entry();
}

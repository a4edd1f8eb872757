namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>The lines entered so far, including earlier sessions; at most <see cref="MaxLines"/>.</summary>
internal sealed class History
{
    internal const int MaxLines = 1000;

    private readonly HistoryFile _file;
    private readonly List<string> _lines;

    private History(HistoryFile file, IEnumerable<string> lines)
    {
        _file = file;
        _lines = [.. lines];
    }

    /// <summary>The lines, oldest first.</summary>
    internal IReadOnlyList<string> Lines => _lines;

    internal static History Load(HistoryFile file) => new(file, file.Read(MaxLines));

    /// <summary>Adds a line unless it is empty or equal to the last one.</summary>
    internal void Add(string typed)
    {
        // Completion appends a blank.
        string line = typed.Trim();
        if (line.Length == 0 || (_lines.Count > 0 && _lines[^1] == line))
        {
            return;
        }

        _lines.Add(line);
        if (_lines.Count > MaxLines)
        {
            _lines.RemoveAt(0);
        }

        _file.Append(line);
    }

    /// <summary>Creates a walk that starts after the last line.</summary>
    internal HistoryWalk Walk() => new([.. _lines]);
}

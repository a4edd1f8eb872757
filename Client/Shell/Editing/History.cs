namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>The lines typed so far, of earlier sessions too; at most <see cref="Most"/>.</summary>
internal sealed class History
{
    internal const int Most = 1000;

    private readonly HistoryFile _file;
    private readonly List<string> _lines;

    private History(HistoryFile file, IEnumerable<string> lines)
    {
        _file = file;
        _lines = [.. lines];
    }

    /// <summary>The lines, the earliest first.</summary>
    internal IReadOnlyList<string> Lines => _lines;

    internal static History Load(HistoryFile file) => new(file, file.Read(Most));

    /// <summary>Adds a line, unless it is empty or the last one again.</summary>
    internal void Add(string typed)
    {
        // Completion leaves a blank.
        string line = typed.Trim();
        if (line.Length == 0 || (_lines.Count > 0 && _lines[^1] == line))
        {
            return;
        }

        _lines.Add(line);
        if (_lines.Count > Most)
        {
            _lines.RemoveAt(0);
        }

        _file.Append(line);
    }

    /// <summary>Begins at the end, after the last line.</summary>
    internal HistoryWalk Walk() => new([.. _lines]);
}

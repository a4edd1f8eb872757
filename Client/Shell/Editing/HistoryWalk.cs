namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>Moves up and down through earlier lines; the unfinished line is kept below the last one.</summary>
internal sealed class HistoryWalk(string[] lines)
{
    private int _index = lines.Length;
    private string _draft = "";

    /// <summary>The previous line; the current one if there is none.</summary>
    internal string Earlier(string current)
    {
        if (_index == 0)
        {
            return current;
        }

        _draft = _index == lines.Length ? current : _draft;
        return lines[--_index];
    }

    /// <summary>The next line; the current one if there is none.</summary>
    internal string Later(string current)
    {
        if (_index == lines.Length)
        {
            return current;
        }

        return ++_index == lines.Length ? _draft : lines[_index];
    }
}

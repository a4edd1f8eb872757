namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>Goes up and down through earlier lines; what was typed before waits at the bottom.</summary>
internal sealed class HistoryWalk(string[] lines)
{
    private int _index = lines.Length;
    private string _draft = "";

    /// <summary>The line before; the current one where there is none.</summary>
    internal string Earlier(string current)
    {
        if (_index == 0)
        {
            return current;
        }

        _draft = _index == lines.Length ? current : _draft;
        return lines[--_index];
    }

    /// <summary>The line after; the current one where there is none.</summary>
    internal string Later(string current)
    {
        if (_index == lines.Length)
        {
            return current;
        }

        return ++_index == lines.Length ? _draft : lines[_index];
    }
}

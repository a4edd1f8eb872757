namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>Reads a line with the editing keys of common shells.</summary>
internal sealed class LineEditor(IKeyTerminal terminal, History history, ICompleter completer)
{
    private const int MaxCandidates = 50;
    private const string NextRow = "\r\n";
    private const string ClearScreen = "\e[H\e[2J";
    private const string Bell = "\a";

    private EditLine _line = new();
    private HistoryWalk _walk = history.Walk();
    private char? _highSurrogate;

    /// <summary>Reads a line; null if the user exits (Ctrl-D on an empty line).</summary>
    internal string? ReadLine(string prompt)
    {
        _line = new EditLine();
        _walk = history.Walk();
        _highSurrogate = null;
        terminal.Begin();
        try
        {
            return Edit(prompt);
        }
        finally
        {
            terminal.End();
        }
    }

    private string? Edit(string prompt)
    {
        while (true)
        {
            terminal.Write(LineView.Draw(prompt, _line, terminal.Width));
            ConsoleKeyInfo key = terminal.ReadKey();
            // Pasted lines may end with a line feed, for which there is no key.
            if (key.Key == ConsoleKey.Enter || key.KeyChar is '\n' or '\r')
            {
                terminal.Write(NextRow);
                return _line.Text;
            }

            if (IsControl(key, ConsoleKey.D) && _line.Text.Length == 0)
            {
                terminal.Write(NextRow);
                return null;
            }

            Apply(key);
        }
    }

    private void Apply(ConsoleKeyInfo key)
    {
        if ((key.Modifiers & ConsoleModifiers.Control) != 0 && (key.Modifiers & ConsoleModifiers.Alt) == 0)
        {
            ApplyControl(key.Key);
            return;
        }

        switch (key.Key)
        {
            case ConsoleKey.LeftArrow: _line.Left(); break;
            case ConsoleKey.RightArrow: _line.Right(); break;
            case ConsoleKey.Home: _line.Home(); break;
            case ConsoleKey.End: _line.End(); break;
            case ConsoleKey.Backspace: _line.Backspace(); break;
            case ConsoleKey.Delete: _line.Delete(); break;
            case ConsoleKey.UpArrow: _line.Set(_walk.Earlier(_line.Text)); break;
            case ConsoleKey.DownArrow: _line.Set(_walk.Later(_line.Text)); break;
            case ConsoleKey.Tab: Complete(); break;
            default: Type(key.KeyChar); break;
        }
    }

    private void ApplyControl(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.A: _line.Home(); break;
            case ConsoleKey.E: _line.End(); break;
            case ConsoleKey.U: _line.CutToStart(); break;
            case ConsoleKey.W: _line.CutWord(); break;
            case ConsoleKey.D: _line.Delete(); break;
            case ConsoleKey.H or ConsoleKey.Backspace: _line.Backspace(); break;
            case ConsoleKey.L: terminal.Write(ClearScreen); break;
            case ConsoleKey.C: Abandon(); break;
        }
    }

    private void Abandon()
    {
        terminal.Write($"^C{NextRow}");
        _line = new EditLine();
        _walk = history.Walk();
    }

    // Characters outside the basic plane arrive as two surrogates.
    private void Type(char c)
    {
        if (char.IsHighSurrogate(c))
        {
            _highSurrogate = c;
        }
        else if (char.IsLowSurrogate(c))
        {
            _line.Insert(_highSurrogate is { } high ? new string([high, c]) : "");
            _highSurrogate = null;
        }
        else if (!char.IsControl(c))
        {
            _line.Insert(c.ToString());
        }
    }

    private void Complete()
    {
        Completion completion = completer.Complete(_line.BeforeCursor);
        switch (completion.Candidates)
        {
            case []:
                terminal.Write(Bell);
                break;
            case [var only]:
                _line.Replace(completion.Start, $"{only} ");
                break;
            default:
                Extend(completion);
                break;
        }
    }

    private void Extend(Completion completion)
    {
        if (completion.CommonPrefix.Length > _line.Cursor - completion.Start)
        {
            _line.Replace(completion.Start, completion.CommonPrefix);
            return;
        }

        string more = completion.Candidates.Count > MaxCandidates ? $"  … ({completion.Candidates.Count})" : "";
        terminal.Write($"{NextRow}{string.Join("  ", completion.Candidates.Take(MaxCandidates))}{more}{NextRow}");
    }

    private static bool IsControl(ConsoleKeyInfo key, ConsoleKey which) =>
        key.Key == which && (key.Modifiers & ConsoleModifiers.Control) != 0;
}

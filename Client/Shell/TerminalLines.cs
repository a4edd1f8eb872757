using PathwayOrleans.Client.Shell.Editing;

namespace PathwayOrleans.Client.Shell;

/// <summary>Lines typed at a prompt. Each is added to the history.</summary>
internal sealed class TerminalLines(LineEditor editor, History history) : ILineSource
{
    private const string Prompt = "pathway> ";

    public bool IsInteractive => true;

    public string? ReadLine()
    {
        string? line = editor.ReadLine(Prompt);
        if (line is not null)
        {
            history.Add(line);
        }

        return line;
    }
}

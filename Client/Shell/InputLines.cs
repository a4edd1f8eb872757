namespace PathwayOrleans.Client.Shell;

/// <summary>Lines of a file or pipe.</summary>
internal sealed class InputLines(TextReader input) : ILineSource
{
    public bool IsInteractive => false;

    public string? ReadLine() => input.ReadLine();
}

namespace PathwayOrleans.Client.Shell;

/// <summary>Lines from a file or pipe.</summary>
internal sealed class InputLines(TextReader input) : ILineSource
{
    public bool IsInteractive => false;

    public string? ReadLine() => input.ReadLine();
}

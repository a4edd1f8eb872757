namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>The terminal of this process.</summary>
internal sealed class ConsoleKeys : IKeyTerminal
{
    // For terminals that do not report their width.
    private const int DefaultWidth = 80;

    public int Width => Console.WindowWidth is > 0 and var width ? width : DefaultWidth;

    public void Begin() => Console.TreatControlCAsInput = true;

    public void End() => Console.TreatControlCAsInput = false;

    public ConsoleKeyInfo ReadKey() => Console.ReadKey(intercept: true);

    public void Write(string text) => Console.Write(text);
}

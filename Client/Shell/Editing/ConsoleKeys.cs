namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>The process' terminal.</summary>
internal sealed class ConsoleKeys : IKeyTerminal
{
    // Where a terminal does not tell.
    private const int UsualWidth = 80;

    public int Width => Console.WindowWidth is > 0 and var width ? width : UsualWidth;

    public void Begin() => Console.TreatControlCAsInput = true;

    public void End() => Console.TreatControlCAsInput = false;

    public ConsoleKeyInfo ReadKey() => Console.ReadKey(intercept: true);

    public void Write(string text) => Console.Write(text);
}

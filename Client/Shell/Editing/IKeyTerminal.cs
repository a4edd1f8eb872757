namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>A terminal that delivers keys and supports ANSI control sequences.</summary>
internal interface IKeyTerminal
{
    /// <summary>The number of columns.</summary>
    int Width { get; }

    /// <summary>From here until <see cref="End"/>, Ctrl-C is delivered as a key.</summary>
    void Begin();

    /// <summary>From here, Ctrl-C interrupts again.</summary>
    void End();

    ConsoleKeyInfo ReadKey();

    void Write(string text);
}

namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>A terminal that gives keys and understands the usual control sequences.</summary>
internal interface IKeyTerminal
{
    /// <summary>Columns.</summary>
    int Width { get; }

    /// <summary>Ctrl-C is a key like any other from here until <see cref="End"/>.</summary>
    void Begin();

    /// <summary>Ctrl-C interrupts again.</summary>
    void End();

    ConsoleKeyInfo ReadKey();

    void Write(string text);
}

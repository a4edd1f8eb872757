namespace PathwayOrleans.Client.Shell;

/// <summary>A source of commands, one per line.</summary>
internal interface ILineSource
{
    /// <summary>Whether a user types the lines and sees errors immediately.</summary>
    bool IsInteractive { get; }

    /// <summary>Reads the next line; null at the end.</summary>
    string? ReadLine();
}

namespace PathwayOrleans.Client.Shell;

/// <summary>Where commands come from, a line each.</summary>
internal interface ILineSource
{
    /// <summary>Whether somebody types them, and sees at once what went wrong.</summary>
    bool IsInteractive { get; }

    /// <summary>The next line; null where there is none.</summary>
    string? ReadLine();
}

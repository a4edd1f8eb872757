namespace PathwayOrleans.CommandLine;

/// <summary>The exit codes of the console programs.</summary>
public static class ExitCodes
{
    /// <summary>The command did what it was asked to do.</summary>
    public const int Success = 0;

    /// <summary>The command failed, or its arguments are wrong; standard error has the reason.</summary>
    public const int Failure = 1;

    /// <summary>The configuration is wrong; standard error names the key.</summary>
    public const int BadConfiguration = 2;

    /// <summary>Ended by Ctrl-C or SIGTERM: 128 + SIGINT, as shells report it.</summary>
    public const int Interrupted = 130;
}

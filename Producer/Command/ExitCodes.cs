namespace PathwayOrleans.Producer.Command;

/// <summary>What a command ends with.</summary>
public static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;

    /// <summary>Ended by Ctrl-C or SIGTERM: what shells give for an interrupted program.</summary>
    public const int Interrupted = 130;
}

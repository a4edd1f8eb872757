namespace PathwayOrleans.Client.Commands;

/// <summary>What the client ends with.</summary>
internal static class ExitCodes
{
    internal const int Success = 0;

    /// <summary>No such user, no cluster, or wrong arguments.</summary>
    internal const int Failure = 1;

    /// <summary>The configuration is wrong.</summary>
    internal const int BadConfiguration = 2;

    /// <summary>Ended by Ctrl-C or SIGTERM: what shells give for an interrupted program.</summary>
    internal const int Interrupted = 130;
}

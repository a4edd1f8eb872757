namespace PathwayOrleans.Hosting;

/// <summary>What an engine's process ends with.</summary>
public static class HostExitCodes
{
    /// <summary>It ran and was told to stop.</summary>
    public const int Success = 0;

    /// <summary>It could not go on; the log says why.</summary>
    public const int Failed = 1;

    /// <summary>The configuration is wrong; standard error says what is.</summary>
    public const int BadConfiguration = 2;
}

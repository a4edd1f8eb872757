namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>The exit codes of an engine's process.</summary>
public static class HostExitCodes
{
    /// <summary>The engine ran and was stopped.</summary>
    public const int Success = 0;

    /// <summary>The engine ended with an error, which is in the log.</summary>
    public const int Failed = 1;

    /// <summary>The configuration is invalid; the errors are on standard error.</summary>
    public const int BadConfiguration = 2;
}

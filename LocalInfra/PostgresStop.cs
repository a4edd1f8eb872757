namespace PathwayOrleans.LocalInfra;

/// <summary>How a <see cref="PrivatePostgres"/> stops.</summary>
public enum PostgresStop
{
    /// <summary>Sessions are ended, everything is written down, then the server stops.</summary>
    Fast,

    /// <summary>As in a crash: everything ends at once, the next start recovers from the log.</summary>
    Immediate,
}

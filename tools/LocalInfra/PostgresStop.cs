namespace PathwayOrleans.LocalInfra;

/// <summary>The ways to stop a <see cref="PrivatePostgres"/>.</summary>
public enum PostgresStop
{
    /// <summary>An orderly stop: sessions are ended and a checkpoint is written.</summary>
    Fast,

    /// <summary>Like a crash: the server stops immediately, and the next start recovers from the log.</summary>
    Immediate,
}

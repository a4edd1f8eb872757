namespace PathwayOrleans.Client.Configuration;

/// <summary>Time limits for a user who waits at a prompt.</summary>
internal static class Patience
{
    // The share of the connect timeout.
    private const double GatewaysShare = 0.375;

    /// <summary>
    /// The default time limit for connecting to the cluster: five seconds together with the start of the process.
    /// </summary>
    internal static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(4);

    /// <summary>The time limit for one grain call.</summary>
    internal static readonly TimeSpan ForAnswer = TimeSpan.FromSeconds(10);

    /// <summary>The time limit for a query with all its retries; no retry starts after this.</summary>
    internal static readonly TimeSpan ForAttempts = TimeSpan.FromSeconds(15);

    /// <summary>The time limit for disconnecting; the cluster does not depend on it.</summary>
    internal static readonly TimeSpan ToLeave = TimeSpan.FromSeconds(1);

    /// <summary>The time limit for one gateway to accept a connection; leaves time to try another one.</summary>
    /// <param name="toConnect">The time limit for connecting to the cluster.</param>
    internal static TimeSpan ForGateway(TimeSpan toConnect) => toConnect * GatewaysShare;
}

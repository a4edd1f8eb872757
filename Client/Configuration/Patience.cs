namespace PathwayOrleans.Client.Configuration;

/// <summary>How long somebody at a prompt waits.</summary>
internal static class Patience
{
    // Of the time for reaching the cluster.
    private const double GatewaysShare = 0.375;

    /// <summary>For reaching the cluster, unless told otherwise: with the start of the process five seconds.</summary>
    internal static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(4);

    /// <summary>For one answer of a grain.</summary>
    internal static readonly TimeSpan ForAnswer = TimeSpan.FromSeconds(10);

    /// <summary>For an answer with all attempts at other gateways; none begins after this.</summary>
    internal static readonly TimeSpan ForAttempts = TimeSpan.FromSeconds(15);

    /// <summary>For taking leave of the cluster; it does without.</summary>
    internal static readonly TimeSpan ToLeave = TimeSpan.FromSeconds(1);

    /// <summary>For one gateway to accept a connection, so that there is time for another.</summary>
    /// <param name="toConnect">For reaching the cluster.</param>
    internal static TimeSpan ForGateway(TimeSpan toConnect) => toConnect * GatewaysShare;
}

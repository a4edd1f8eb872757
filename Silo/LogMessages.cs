using System.Net;
using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Silo;

internal static partial class LogMessages
{
    [LoggerMessage(509, LogLevel.Information, "Silo {Name} of cluster {Cluster}: source {Source} has {Partitions} partitions.")]
    internal static partial void SourceFound(this ILogger logger, string name, string cluster, string source, int partitions);

    [LoggerMessage(510, LogLevel.Information, "Silo {Name} at {Silo} joined the cluster, which has {Active} active silos now.")]
    internal static partial void SiloJoined(this ILogger logger, string name, SiloAddress silo, int active);

    [LoggerMessage(511, LogLevel.Information, "Silo {Name} at {Silo} left the cluster, which has {Active} active silos now.")]
    internal static partial void SiloLeft(this ILogger logger, string name, SiloAddress silo, int active);

    [LoggerMessage(512, LogLevel.Warning,
        "Silo {Name} at {Silo} was declared dead; the cluster has {Active} active silos now. Others read its partitions.")]
    internal static partial void SiloDied(this ILogger logger, string name, SiloAddress silo, int active);

    [LoggerMessage(513, LogLevel.Information, "The process of silo {Silo} has ended: its host refuses connections.")]
    internal static partial void PeerEnded(this ILogger logger, SiloAddress silo);

    [LoggerMessage(514, LogLevel.Information, "An earlier silo at {Endpoint} was still listed in the cluster; it is dead.")]
    internal static partial void PredecessorsDead(this ILogger logger, IPEndPoint endpoint);

    [LoggerMessage(515, LogLevel.Warning,
        "The clock of this host differs from the database's by {Ahead} (positive: ahead). The membership of the cluster uses " +
        "the database's clock; set the clock of this host.")]
    internal static partial void ClockDiffers(this ILogger logger, TimeSpan ahead);
}

using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Silo;

internal static partial class LogMessages
{
    [LoggerMessage(509, LogLevel.Information, "Silo {Name} of cluster {Cluster}: source {Source} has {Partitions} partitions.")]
    internal static partial void SourceFound(this ILogger logger, string name, string cluster, string source, int partitions);
}

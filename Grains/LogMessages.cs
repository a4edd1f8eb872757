using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Grains;

internal static partial class LogMessages
{
    [LoggerMessage(
        401, LogLevel.Warning, "Partition {Partition}: the stream failed to deliver a batch ({Error}). It is delivered again.")]
    internal static partial void DeliveryFailed(this ILogger logger, int partition, string error);

    [LoggerMessage(
        402,
        LogLevel.Information,
        "The state of user '{UserId}' in memory is stale ({Reason}). It is dropped and its events are read again.")]
    internal static partial void UserIsStale(this ILogger logger, string userId, string reason);

    [LoggerMessage(404, LogLevel.Warning, "Failed to get the status of silo {Silo}: {Error}")]
    internal static partial void SiloStatusFailed(this ILogger logger, string silo, string error);
}

using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Grains;

internal static partial class LogMessages
{
    [LoggerMessage(401, LogLevel.Warning, "Partition {Partition}: its stream could not deliver ({Error}); it tries again.")]
    internal static partial void DeliveryFailed(this ILogger logger, int partition, string error);

    [LoggerMessage(402, LogLevel.Information, "The copy of user '{UserId}' is void ({Reason}); it is dropped, and its events come again.")]
    internal static partial void UserIsStale(this ILogger logger, string userId, string reason);

    [LoggerMessage(403, LogLevel.Error, "{Partition}, position {Position}: the event of user '{UserId}' could not be applied, try {Try} of {MaxTries}. After the last it is a dead letter.")]
    internal static partial void EventFailed(this ILogger logger, Exception exception, string partition, string position, string userId, int @try, int maxTries);

    [LoggerMessage(404, LogLevel.Warning, "Silo {Silo} did not say what it is doing: {Error}")]
    internal static partial void SiloIsSilent(this ILogger logger, string silo, string error);
}

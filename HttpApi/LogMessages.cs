using Microsoft.Extensions.Logging;

namespace PathwayOrleans.HttpApi;

internal static partial class LogMessages
{
    [LoggerMessage(211, LogLevel.Information, "Serving health and API at {Address}.")]
    internal static partial void Serving(this ILogger logger, string address);

    [LoggerMessage(217, LogLevel.Warning,
        "The process did not stop in time and ends now. The next owner of its partitions reads again what is not durable.")]
    internal static partial void NotStoppedInTime(this ILogger logger);

    [LoggerMessage(218, LogLevel.Warning, "Changes of the view {View} could not be read: {Error} Reading them goes on.")]
    internal static partial void ChangesNotRead(this ILogger logger, string view, string error);

    [LoggerMessage(219, LogLevel.Error, "Changes of views are not read any more; listeners have to ask again.")]
    internal static partial void ChangesEnded(this ILogger logger, Exception exception);

    [LoggerMessage(516, LogLevel.Warning,
        "{Count} entries in the last minute that are not written one by one ({Kinds}). For instance: {Example}")]
    internal static partial void EntriesCounted(this ILogger logger, int count, string kinds, string example);
}

using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Hosting;

internal static partial class LogMessages
{
    [LoggerMessage(208, LogLevel.Warning, "Source: {Error}. Asking again.")]
    internal static partial void SourceUnavailable(this ILogger logger, string error);

    [LoggerMessage(211, LogLevel.Information, "Serving health and API at {Address}.")]
    internal static partial void Serving(this ILogger logger, string address);

    [LoggerMessage(212, LogLevel.Warning, "Topic {Topic} does not exist yet. Create it with 10 partitions; reading begins by itself then.")]
    internal static partial void WaitingForTopic(this ILogger logger, string topic);
}

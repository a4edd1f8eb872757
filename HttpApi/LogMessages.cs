using Microsoft.Extensions.Logging;

namespace PathwayOrleans.HttpApi;

internal static partial class LogMessages
{
    [LoggerMessage(211, LogLevel.Information, "Serving health and API at {Address}.")]
    internal static partial void Serving(this ILogger logger, string address);
}

using Microsoft.Extensions.Logging;
using PathwayOrleans.CommandLine.Logging;

namespace PathwayOrleans.Cli;

/// <summary>Logs warnings and errors to standard error, one line each.</summary>
internal static class ErrorLog
{
    internal static ILoggerFactory Create() => LoggerFactory.Create(Configure);

    internal static void Configure(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddLines();
    }
}

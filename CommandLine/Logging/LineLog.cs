using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace PathwayOrleans.CommandLine.Logging;

/// <summary>Logs to standard error; standard output is reserved for results.</summary>
public static class LineLog
{
    /// <summary>Logs one line per entry.</summary>
    /// <param name="logging">The log.</param>
    /// <param name="formatter">Another formatter of the console, such as <c>json</c>; null for ours.</param>
    public static void AddLines(this ILoggingBuilder logging, string? formatter = null)
    {
        ArgumentNullException.ThrowIfNull(logging);
        logging.Services.TryAddSingleton(TimeProvider.System);
        logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        logging.AddConsole(console =>
        {
            console.FormatterName = string.IsNullOrEmpty(formatter) ? LineFormatter.FormatterName : formatter;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
    }
}

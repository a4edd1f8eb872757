using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using PathwayOrleans.CommandLine;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>
/// Formats an entry of the log as one line: time (UTC), level, category and message. Messages may contain user ids, so
/// characters that a terminal would interpret are escaped.
/// </summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    internal const string FormatterName = "pathway";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        ArgumentNullException.ThrowIfNull(textWriter);
        string message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        string exception = logEntry.Exception is { } e ? $" {e}" : "";
        textWriter.WriteLine(
            $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {NameOf(logEntry.LogLevel)}: " +
            $"{logEntry.Category}[{logEntry.EventId.Id}] " +
            Printable.Sanitize($"{message}{exception}".ReplaceLineEndings(" ")));
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}

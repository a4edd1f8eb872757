using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace PathwayOrleans.CommandLine.Logging;

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
        string exception = logEntry.Exception is { } e ? $" {Describe(e, message)}" : "";
        textWriter.WriteLine(
            $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {NameOf(logEntry.LogLevel)}: " +
            $"{logEntry.Category}[{logEntry.EventId.Id}] " +
            Printable.Sanitize($"{message}{exception}".ReplaceLineEndings(" ")));
    }

    // Many messages end with that of the exception, which is then not repeated.
    private static string Describe(Exception exception, string message)
    {
        string text = exception.ToString();
        int at = exception.Message.Length > 0 && message.Contains(exception.Message, StringComparison.Ordinal)
            ? text.IndexOf(exception.Message, StringComparison.Ordinal)
            : -1;
        return at < 0 ? text : text.Remove(at, exception.Message.Length);
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

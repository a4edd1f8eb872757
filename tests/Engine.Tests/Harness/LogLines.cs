using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Engine.Tests.Harness;

/// <summary>Keeps what an engine logs, so that a failed test can show it.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private const int Shown = 40;

    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The last lines.</summary>
    internal string Tail => string.Join('\n', _lines.TakeLast(Shown));

    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
    }
}

using Microsoft.Extensions.Logging;
using PathwayOrleans.Silo.Hosting;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Hosting;

public sealed class CondensedLogTests : IDisposable
{
    private static readonly EventId Failed = new(100157, "LogTargetSiloFail");

    private readonly ManualTime _time = new();
    private readonly Lines _lines = new();

    public void Dispose() => _lines.Dispose();

    [Fact]
    public void What_fails_for_each_message_to_a_dead_silo_is_one_line()
    {
        using var log = new CondensedLog(_lines, _time);
        ILogger calls = log.CreateLogger("Orleans.Runtime.CallbackData");
        ILogger messages = log.CreateLogger("Orleans.Messaging");
        for (int call = 0; call < 2_000; call++)
        {
            calls.Log(LogLevel.Warning, Failed, $"call {call}", null, (state, _) => state);
            messages.Log(LogLevel.Error, new EventId(1, "LogFailedToAddress"), $"message {call}", null, (state, _) => state);
        }

        Assert.Empty(_lines.All);
        log.Flush();
        string line = Assert.Single(_lines.All);
        Assert.StartsWith("Warning Orleans: 4000 entries of Orleans", line, StringComparison.Ordinal);
        Assert.Contains("2000 LogTargetSiloFail", line, StringComparison.Ordinal);
        Assert.Contains("2000 LogFailedToAddress", line, StringComparison.Ordinal);
        Assert.Contains("call 0", line, StringComparison.Ordinal);
        log.Flush();
        Assert.Single(_lines.All);
    }

    [Fact]
    public void Other_entries_of_orleans_are_written_once_in_a_minute_with_the_errors_and_without_their_stacks()
    {
        using var log = new CondensedLog(_lines, _time);
        ILogger membership = log.CreateLogger("Orleans.Runtime.MembershipService.SiloHealthMonitor");
        for (int probe = 1; probe <= 3; probe++)
        {
            membership.Log(
                LogLevel.Warning, new EventId(7), $"probe {probe}", Thrown(new TimeoutException("too late")),
                (state, _) => state);
        }

        membership.Log(LogLevel.Warning, new EventId(8), "another kind", null, (state, _) => state);
        log.Flush();
        Assert.Equal(
            [
                "Warning Orleans.Runtime.MembershipService.SiloHealthMonitor: probe 1 TimeoutException: too late",
                "Warning Orleans.Runtime.MembershipService.SiloHealthMonitor: another kind",
                "Warning Orleans.Runtime.MembershipService.SiloHealthMonitor: 2 more entries like this in the last minute: probe 2",
            ],
            _lines.All);
    }

    [Fact]
    public void Entries_of_other_categories_are_all_written()
    {
        using var log = new CondensedLog(_lines, _time);
        ILogger ours = log.CreateLogger("PathwayOrleans.Silo.Streams.SiloReader");
        ILogger similar = log.CreateLogger("OrleansLike");
        for (int entry = 0; entry < 3; entry++)
        {
            ours.Log(LogLevel.Warning, new EventId(1), "same", null, (state, _) => state);
            similar.Log(LogLevel.Warning, new EventId(1), "same", null, (state, _) => state);
        }

        Assert.Equal(6, _lines.All.Count);
    }

    [Fact]
    public void What_was_only_counted_is_written_when_the_log_ends()
    {
        using (var log = new CondensedLog(_lines, _time))
        {
            log.CreateLogger("Orleans.Grain").Log(LogLevel.Error, Failed, "failed", null, (state, _) => state);
        }

        Assert.Contains("1 LogTargetSiloFail", Assert.Single(_lines.All), StringComparison.Ordinal);
    }

    private static Exception Thrown(Exception e)
    {
        try
        {
            throw e;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }

    private sealed class Lines : ILoggerProvider
    {
        internal List<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Category(categoryName, All);

        public void Dispose()
        {
        }

        private sealed class Category(string name, List<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception,
                Func<TState, Exception?, string> formatter) =>
                lines.Add($"{logLevel} {name}: {formatter(state, exception)}{exception}");
        }
    }
}

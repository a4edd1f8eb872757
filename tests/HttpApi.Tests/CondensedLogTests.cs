using Microsoft.Extensions.Logging;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.Testing;

namespace PathwayOrleans.HttpApi.Tests;

public sealed partial class CondensedLogTests : IDisposable
{
    private const string Library = "Library";

    private static readonly CondensedCategories Categories = new(Library, name => name switch
    {
        "Library.Calls" or "Library.Messages" => new Condensation(LogLevel.Warning, IsCounted: true),
        "Library.Membership" => new Condensation(LogLevel.Warning),
        "Ours.Storage" => new Condensation(LogLevel.Information),
        _ => null,
    });

    private static readonly EventId Failed = new(100157, "LogTargetSiloFail");

    private readonly ManualTime _time = new();
    private readonly Lines _lines = new();

    public void Dispose() => _lines.Dispose();

    [Fact]
    public void Entries_of_categories_that_are_only_counted_are_one_line()
    {
        using var log = new CondensedLog(_lines, _time, Categories);
        ILogger calls = log.CreateLogger("Library.Calls");
        ILogger messages = log.CreateLogger("Library.Messages");
        for (int call = 0; call < 2_000; call++)
        {
            calls.Log(LogLevel.Warning, Failed, $"call {call}", null, (state, _) => state);
            messages.Log(LogLevel.Error, new EventId(1, "LogFailedToAddress"), $"message {call}", null, (state, _) => state);
        }

        Assert.Empty(_lines.All);
        log.Flush();
        string line = Assert.Single(_lines.All);
        Assert.StartsWith("Warning Library: 4000 entries in the last minute", line, StringComparison.Ordinal);
        Assert.Contains("2000 LogTargetSiloFail", line, StringComparison.Ordinal);
        Assert.Contains("2000 LogFailedToAddress", line, StringComparison.Ordinal);
        Assert.Contains("call 0", line, StringComparison.Ordinal);
        log.Flush();
        Assert.Single(_lines.All);
    }

    [Fact]
    public void Entries_of_a_condensed_category_are_written_once_in_a_minute_with_the_errors_and_without_their_stacks()
    {
        using var log = new CondensedLog(_lines, _time, Categories);
        ILogger membership = log.CreateLogger("Library.Membership");
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
                "Warning Library.Membership: probe 1 TimeoutException: too late",
                "Warning Library.Membership: another kind",
                "Warning Library.Membership: 2 more entries like this in the last minute: probe 2",
            ],
            _lines.All);
    }

    [Fact]
    public void Entries_of_other_categories_are_all_written()
    {
        using var log = new CondensedLog(_lines, _time, Categories);
        ILogger ours = log.CreateLogger("Ours.Reader");
        ILogger similar = log.CreateLogger("LibraryLike");
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
        using (var log = new CondensedLog(_lines, _time, Categories))
        {
            log.CreateLogger("Library.Calls").Log(LogLevel.Error, Failed, "failed", null, (state, _) => state);
        }

        Assert.Contains("1 LogTargetSiloFail", Assert.Single(_lines.All), StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_about_users_are_written_once_in_a_minute_and_counted()
    {
        using var log = new CondensedLog(_lines, _time, Categories);
        ILogger users = log.CreateLogger("Ours.Users");
        for (int user = 1; user <= 500; user++)
        {
            UserChanged(users, $"u{user}");
            PartitionChanged(users, user);
        }

        Assert.Equal(501, _lines.All.Count);
        Assert.Equal("Information Ours.Users: user u1 changed", _lines.All[0]);
        log.Flush();
        Assert.Equal("Information Ours.Users: 499 more entries like this in the last minute: user u2 changed", _lines.All[^1]);
        UserChanged(users, "u7");
        Assert.Equal("Information Ours.Users: user u7 changed", _lines.All[^1]);
    }

    [Fact]
    public void Each_kind_of_error_of_a_user_is_written_with_its_stack()
    {
        using var log = new CondensedLog(_lines, _time, Categories);
        ILogger users = log.CreateLogger("Ours.Users");
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            UserFailed(users, Thrown(new InvalidOperationException("broken")), "u1");
            UserFailed(users, Thrown(new TimeoutException("too late")), "u2");
        }

        Assert.Equal(2, _lines.All.Count);
        Assert.Contains($"broken{Environment.NewLine}   at ", _lines.All[0], StringComparison.Ordinal);
        Assert.Contains($"too late{Environment.NewLine}   at ", _lines.All[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Failures_of_one_call_for_each_user_are_one_line_and_a_number()
    {
        using (var log = new CondensedLog(_lines, _time, Categories))
        {
            ILogger storage = log.CreateLogger("Ours.Storage");
            for (int user = 1; user <= 500; user++)
            {
                storage.Log(
                    LogLevel.Error, Failed, $"write of u{user}", Thrown(new IOException("conflict")), (state, _) => state);
            }
        }

        Assert.Equal(
            [
                "Error Ours.Storage: write of u1 IOException: conflict",
                "Error Ours.Storage: 499 more entries like this in the last minute: write of u2",
            ],
            _lines.All);
    }

    [LoggerMessage(1, LogLevel.Information, "user {UserId} changed")]
    private static partial void UserChanged(ILogger logger, string userId);

    [LoggerMessage(2, LogLevel.Information, "partition {Partition} changed")]
    private static partial void PartitionChanged(ILogger logger, int partition);

    [LoggerMessage(3, LogLevel.Error, "user {UserId} failed")]
    private static partial void UserFailed(ILogger logger, Exception exception, string userId);

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

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception,
                Func<TState, Exception?, string> formatter) =>
                lines.Add($"{logLevel} {name}: {formatter(state, exception)}{exception}");
        }
    }
}

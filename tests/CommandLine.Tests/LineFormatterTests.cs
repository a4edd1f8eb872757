using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.CommandLine.Logging;

namespace PathwayOrleans.CommandLine.Tests;

public sealed class LineFormatterTests
{
    [Fact]
    public void An_entry_is_one_line_with_time_level_category_and_message() => Assert.Equal(
        "2026-01-02T03:04:05.678Z warn: Some.Category[7] partition 3 was paused\n",
        Format(LogLevel.Warning, "partition 3 was paused", null));

    [Fact]
    public void Characters_that_a_terminal_interprets_are_escaped()
    {
        string line = Format(LogLevel.Error, "user 'a\u001b[2J\u0007\rb\nc' failed", new InvalidOperationException("two\nlines"));
        Assert.DoesNotContain(line[..^1], character => char.IsControl(character));
        Assert.Contains("two lines", line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_of_an_exception_is_not_repeated() => Assert.Equal(
        "2026-01-02T03:04:05.678Z crit: Some.Category[7] The engine failed: no disk System.IO.IOException: \n",
        Format(LogLevel.Critical, "The engine failed: no disk", new IOException("no disk")));

    private string Format(LogLevel level, string message, Exception? exception)
    {
        using var output = new StringWriter { NewLine = "\n" };
        new LineFormatter(new FixedTime()).Write(
            new LogEntry<string>(level, "Some.Category", new EventId(7), message, exception, (state, _) => state), null, output);
        return output.ToString();
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    }
}

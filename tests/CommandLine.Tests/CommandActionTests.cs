using System.Data.Common;
using Microsoft.Extensions.Options;

namespace PathwayOrleans.CommandLine.Tests;

[Collection(nameof(StandardError))]
public sealed class CommandActionTests
{
    [Fact]
    public async Task The_exit_code_is_that_of_the_work()
    {
        (int exitCode, string errors) = await StandardError.CaptureAsync(
            () => CommandAction.RunAsync(() => Task.FromResult(7), CancellationToken.None));

        Assert.Equal(7, exitCode);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Any_error_after_cancellation_is_an_interruption_and_is_not_reported()
    {
        using var stop = new CancellationTokenSource();
        (int exitCode, string errors) = await StandardError.CaptureAsync(() => CommandAction.RunAsync(
            () =>
            {
                stop.Cancel();
                throw new IOException("broken pipe");
            },
            stop.Token));

        Assert.Equal(ExitCodes.Interrupted, exitCode);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_cancellation_of_something_else_is_a_failure()
    {
        (int exitCode, string errors) = await StandardError.CaptureAsync(() => CommandAction.RunAsync(
            () => throw new OperationCanceledException("a timeout"), CancellationToken.None));

        Assert.Equal(ExitCodes.Failure, exitCode);
        Assert.Contains("a timeout", errors, StringComparison.Ordinal);
    }

    public static TheoryData<Exception, string> Expected => new()
    {
        { new CommandFailedException("No such file. Check --file."), "error: No such file. Check --file." },
        { new Derived("no broker answered"), "error: no broker answered" },
        { new OptionsValidationException(
            "o", typeof(string), ["A is 1", "B is 2"]), $"error: A is 1{Environment.NewLine}B is 2" },
        { new ArgumentException("Users is 0"), "error: Users is 0" },
        { new IOException("disk full"), "error: disk full" },
        { new DatabaseException(
            "Exception while connecting", new IOException("refused")), "error: Exception while connecting (refused)" },
        { new DatabaseException("relation does not exist"), "error: relation does not exist" },
    };

    [Theory]
    [MemberData(nameof(Expected), DisableDiscoveryEnumeration = true)]
    public async Task An_error_with_a_remedy_is_its_message_without_a_stack_trace(Exception exception, string printed)
    {
        (int exitCode, string errors) = await StandardError.CaptureAsync(
            () => CommandAction.RunAsync(() => throw exception, CancellationToken.None));

        Assert.Equal(exception is OptionsValidationException ? ExitCodes.BadConfiguration : ExitCodes.Failure, exitCode);
        Assert.Equal(printed, errors);
    }

    [Fact]
    public async Task Any_other_error_has_its_stack_trace()
    {
        (int exitCode, string errors) = await StandardError.CaptureAsync(() => CommandAction.RunAsync(
            () => throw new NotSupportedException("odd"), CancellationToken.None));

        Assert.Equal(ExitCodes.Failure, exitCode);
        Assert.Contains("error: System.NotSupportedException: odd", errors, StringComparison.Ordinal);
        Assert.Contains(nameof(Any_other_error_has_its_stack_trace), errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_describes_the_errors_that_it_knows_and_no_others()
    {
        static CommandError? Describe(Exception e) =>
            e is NotSupportedException ? new CommandError("Configuration: odd", ExitCodes.BadConfiguration) : null;

        (int known, string knownText) = await StandardError.CaptureAsync(() => CommandAction.RunAsync(
            () => throw new NotSupportedException(), CancellationToken.None, Describe));
        (int unknown, string unknownText) = await StandardError.CaptureAsync(() => CommandAction.RunAsync(
            () => throw new IOException("disk full"), CancellationToken.None, Describe));

        Assert.Equal((ExitCodes.BadConfiguration, "Configuration: odd"), (known, knownText));
        Assert.Equal((ExitCodes.Failure, "error: disk full"), (unknown, unknownText));
    }

    private sealed class Derived(string message) : CommandFailedException(message);

    private sealed class DatabaseException(string message, Exception? inner = null) : DbException(message, inner);
}

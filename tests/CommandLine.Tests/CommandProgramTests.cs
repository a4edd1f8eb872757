using System.CommandLine;

namespace PathwayOrleans.CommandLine.Tests;

[Collection(nameof(StandardError))]
public sealed class CommandProgramTests
{
    [Fact]
    public async Task The_named_command_runs()
    {
        int given = 0;
        Command root = Create(value => given = value);

        (int exitCode, string errors) = await StandardError.CaptureAsync(
            () => CommandProgram.RunAsync(root, ["count", "--number", "5"]));

        Assert.Equal((42, ""), (exitCode, errors));
        Assert.Equal(5, given);
    }

    [Theory]
    [InlineData("Unrecognized command or argument '--nubmer'", "count", "--nubmer", "5")]
    [InlineData("Cannot parse argument 'many'", "count", "--number", "many")]
    [InlineData("--number is 0; it must be between 1 and 9.5.", "count", "--number", "0")]
    [InlineData("--number is 10; it must be between 1 and 9.5.", "count", "--number", "10")]
    public async Task A_parse_error_is_on_standard_error_without_the_help(string error, params string[] words)
    {
        (int exitCode, string output, string errors) = await StandardError.CaptureBothAsync(
            () => CommandProgram.RunAsync(Create(_ => Assert.Fail("The command ran.")), words));

        Assert.Equal(ExitCodes.Failure, exitCode);
        Assert.Contains(error, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Usage:", errors, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    private static Command Create(Action<int> run)
    {
        var number = new Option<int>("--number");
        number.Validators.Add(result => NumberRange.Check(result, "--number", 1, 9.5));
        var count = new Command("count") { number };
        count.SetAction((parsed, _) =>
        {
            run(parsed.GetValue(number));
            return Task.FromResult(42);
        });
        return new Command("root") { count };
    }
}

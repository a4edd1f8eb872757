using PathwayOrleans.Client.Commands;
using PathwayOrleans.Client.Shell;
using PathwayOrleans.Client.Shell.Editing;

namespace PathwayOrleans.Client.Tests.Shell;

public sealed class CommandCompleterTests
{
    private readonly SeenNames _seen = new();
    private readonly SeenNames _views = new();
    private readonly CommandCompleter _completer;

    public CommandCompleterTests()
    {
        var commands = new ShellCommands(new NoRunner(), TimeProvider.System);
        _completer = new CommandCompleter(commands.Root, _seen, _views);
    }

    [Theory]
    [InlineData(
        "", 0,
        new[]
        {
            "clear", "dead-letters", "exit", "help", "partitions", "status", "top", "user", "view", "views", "watch",
        })]
    [InlineData("  w", 2, new[] { "watch" })]
    [InlineData("x", 0, new string[0])]
    [InlineData("watch --", 6, new[] { "--help", "--interval", "--json" })]
    [InlineData("top 1", 4, new string[0])]
    [InlineData("guess 1", 6, new string[0])]
    public void Commands_and_options(string text, int start, string[] candidates) => AssertCompletion(text, start, candidates);

    [Fact]
    public void Recent_users_are_first()
    {
        foreach (string id in (string[])["u1", "v", "u2", "u1"])
        {
            _seen.Add(id);
        }

        AssertCompletion("user u", 5, "u1", "u2");
        AssertCompletion("watch ", 6, "u1", "u2", "v");
        AssertCompletion("user u1 ", 8);
        AssertCompletion("top u", 4);
    }

    [Fact]
    public void Views_are_completed_where_a_view_may_stand()
    {
        _seen.Add("u1");
        _views.Add("hourly");
        AssertCompletion("view h", 5, "hourly");
        AssertCompletion("watch ", 6, "u1", "hourly");
        AssertCompletion("user h", 5);
        AssertCompletion("view hourly ", 12);
    }

    [Fact]
    public void Ids_with_blanks_are_quoted_and_ids_that_cannot_be_typed_are_omitted()
    {
        foreach (string id in (string[])["a b", "a\u001b", "-a"])
        {
            _seen.Add(id);
        }

        AssertCompletion("user ", 5, "\"a b\"");
        AssertCompletion("user \"a ", 5, "\"a b\"");
    }

    [Fact]
    public void The_number_of_remembered_users_is_limited()
    {
        for (int i = 0; i < 1001; i++)
        {
            _seen.Add($"u{i}");
        }

        Assert.Equal(1000, _seen.StartingWith("u").Count());
        Assert.DoesNotContain("u0", _seen.StartingWith("u"));
    }

    private void AssertCompletion(string text, int start, params string[] candidates)
    {
        Completion completion = _completer.Complete(text);
        Assert.Equal(candidates, completion.Candidates);
        Assert.Equal(start, completion.Start);
    }

    private sealed class NoRunner : ICommandRunner
    {
        public Task<int> RunAsync(
            System.CommandLine.ParseResult parsed, bool json, ClusterWork work, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Completion must not run a command.");
    }
}

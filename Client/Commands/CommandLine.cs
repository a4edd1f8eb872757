using System.CommandLine;
using System.CommandLine.Invocation;

namespace PathwayOrleans.Client.Commands;

/// <summary>Parses words and runs the command that they name.</summary>
internal static class CommandLine
{
    // Longer than taking leave of a cluster.
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(10);

    // A user id may begin with @, and -abc is never three options.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Ctrl-C and SIGTERM cancel the command, unless it is the root itself, which leaves them to its own commands.</summary>
    /// <returns>The exit code.</returns>
    internal static Task<int> RunAsync(Command root, IReadOnlyList<string> words)
    {
        ParseResult parsed = root.Parse(words, Parsing);
        var invocation = new InvocationConfiguration
        {
            ProcessTerminationTimeout = parsed.CommandResult.Command == root ? null : CleanUpTime,
        };
        if (parsed.Action is ParseErrorAction error)
        {
            // The whole help would hide what is wrong; and standard output belongs to results.
            error.ShowHelp = false;
            invocation.Output = Console.Error;
        }

        return parsed.InvokeAsync(invocation);
    }
}

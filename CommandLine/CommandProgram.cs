using System.CommandLine;
using System.CommandLine.Invocation;

namespace PathwayOrleans.CommandLine;

/// <summary>Parses words and runs the command that they name.</summary>
public static class CommandProgram
{
    // Longer than any clean-up: everything that a command has started must be stopped before the process ends.
    private static readonly TimeSpan DefaultCleanUpTime = TimeSpan.FromMinutes(2);

    /// <summary>Runs a program that consists of commands. Ctrl-C and SIGTERM cancel the command, which then cleans up.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(Command root, IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(root);
        return RunAsync(root.Parse(words), DefaultCleanUpTime);
    }

    /// <summary>Runs the command that was parsed.</summary>
    /// <param name="parsed">The command and its arguments.</param>
    /// <param name="cleanUpTime">
    /// How long the command may take to end after Ctrl-C or SIGTERM; null if it handles these signals itself.
    /// </param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(ParseResult parsed, TimeSpan? cleanUpTime)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = cleanUpTime };
        if (parsed.Action is ParseErrorAction error)
        {
            // The full help would push the error out of sight. Standard output is for results only.
            error.ShowHelp = false;
            invocation.Output = Console.Error;
        }

        return parsed.InvokeAsync(invocation);
    }
}

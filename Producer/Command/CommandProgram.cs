using System.CommandLine;
using System.CommandLine.Invocation;

namespace PathwayOrleans.Producer.Command;

/// <summary>Runs a program that consists of commands.</summary>
public static class CommandProgram
{
    // Longer than any clean-up: what was started must be stopped before the process ends.
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromMinutes(2);

    /// <summary>Parses the arguments and runs the command they name. Ctrl-C and SIGTERM cancel it, and it cleans up.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(System.CommandLine.Command root, string[] args)
    {
        ArgumentNullException.ThrowIfNull(root);
        ParseResult parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction error)
        {
            // The whole help would hide what is wrong, and land on standard output.
            error.ShowHelp = false;
        }

        return parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = CleanUpTime });
    }
}

using System.CommandLine;
using System.CommandLine.Invocation;

namespace PathwayOrleans.CommandLine;

/// <summary>Parses words and runs the command that they name.</summary>
public static class CommandProgram
{
    // Longer than any clean-up: everything that a command has started must be stopped before the process ends. The longest one is
    // that of an engine with the highest Engine:HandOverTimeout (four minutes).
    private static readonly TimeSpan DefaultCleanUpTime = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program that consists of commands. Ctrl-C and SIGTERM cancel the command, which then cleans up.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(Command root, IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(root);
        return RunAsync(words, others => root.Parse(others), _ => DefaultCleanUpTime);
    }

    /// <summary>Runs a program that parses its words itself, except those that set configuration.</summary>
    /// <param name="words">The words of the command line.</param>
    /// <param name="parse">Parses the words that do not set configuration.</param>
    /// <param name="cleanUpTime">See <see cref="RunAsync(ParseResult, TimeSpan?)"/>.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> words, Func<IReadOnlyList<string>, ParseResult> parse, Func<ParseResult, TimeSpan?> cleanUpTime)
    {
        ArgumentNullException.ThrowIfNull(parse);
        ArgumentNullException.ThrowIfNull(cleanUpTime);
        ParseResult parsed;
        try
        {
            parsed = parse(ConfigurationWords.Take(words));
        }
        catch (CommandFailedException e)
        {
            await Console.Error.WriteLineAsync(CommandError.FromException(e).Text);
            return ExitCodes.BadConfiguration;
        }

        return await RunAsync(parsed, cleanUpTime(parsed));
    }

    /// <summary>Runs the command that was parsed.</summary>
    /// <param name="parsed">The command and its arguments.</param>
    /// <param name="cleanUpTime">
    /// How long the command may take to end after Ctrl-C or SIGTERM, unless Ctrl-C is pressed again; null if it handles these
    /// signals itself.
    /// </param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ParseResult parsed, TimeSpan? cleanUpTime)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
        if (parsed.Action is ParseErrorAction error)
        {
            // The full help would push the error out of sight. Standard output is for results only.
            error.ShowHelp = false;
            invocation.Output = Console.Error;
        }

        using Interrupts? interrupts = cleanUpTime is { } time ? new Interrupts(time, TimeProvider.System) : null;
        return await parsed.InvokeAsync(invocation, interrupts?.Token ?? CancellationToken.None);
    }
}

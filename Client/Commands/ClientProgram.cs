using System.CommandLine;
using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Client.Commands;

/// <summary>Parses the client's commands and runs them.</summary>
internal static class ClientProgram
{
    // Longer than disconnecting from a cluster takes.
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(10);

    // A user id may begin with @, and -abc must not be read as three options.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>
    /// Ctrl-C and SIGTERM cancel the command. The root command is the prompt, whose own commands handle these signals.
    /// </summary>
    /// <returns>The exit code.</returns>
    internal static Task<int> RunAsync(Command root, IReadOnlyList<string> words) => CommandProgram.RunAsync(
        words, others => root.Parse(others, Parsing), parsed => parsed.CommandResult.Command == root ? null : CleanUpTime);
}

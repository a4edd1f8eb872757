using Spectre.Console;

namespace PathwayOrleans.CommandLine;

/// <summary>
/// The terminal for progress: standard error, so that standard output holds only results and its last line can be JSON.
/// </summary>
public static class Terminal
{
    /// <summary>Whether standard error is a terminal.</summary>
    public static bool IsInteractive => !System.Console.IsErrorRedirected;

    /// <summary>Draws live output; use only if <see cref="IsInteractive"/>.</summary>
    public static IAnsiConsole Console { get; } =
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Error) });
}

using Spectre.Console;

namespace PathwayOrleans.Cli;

/// <summary>
/// Where progress is shown: standard error, so that standard output holds results only and its last line can be
/// JSON.
/// </summary>
internal static class Terminal
{
    /// <summary>Whether somebody watches.</summary>
    internal static bool IsInteractive => !System.Console.IsErrorRedirected;

    /// <summary>For live output; only where <see cref="IsInteractive"/>.</summary>
    internal static IAnsiConsole Console { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Error) });
}

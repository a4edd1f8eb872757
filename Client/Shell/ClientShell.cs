using System.Runtime.InteropServices;
using PathwayOrleans.Client.Commands;
using PathwayOrleans.Client.Configuration;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.Client.Shell.Editing;

namespace PathwayOrleans.Client.Shell;

/// <summary>Runs one line after the other.</summary>
internal sealed class ClientShell(ShellCommands commands, ILineSource lines)
{
    private bool _isTerminated;

    /// <summary>A prompt where there is a terminal, else the lines of standard input.</summary>
    internal static async Task<int> RunAsync(ICluster cluster, ClientSettings settings, bool json, bool verbose, TimeProvider time)
    {
        var seen = new SeenUsers();
        var commands = new ShellCommands(new ShellRunner(new RememberingCluster(cluster, seen), json, verbose), time);
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            return await new ClientShell(commands, new InputLines(Console.In)).RunAsync();
        }

        Console.WriteLine($"Connected to cluster \"{settings.ClusterId}\" of {settings.Place}. `help` lists what can be asked; Tab completes.");
        var history = History.Load(HistoryFile.ForUser());
        var editor = new LineEditor(new ConsoleKeys(), history, new CommandCompleter(commands.Root, seen));
        return await new ClientShell(commands, new TerminalLines(editor, history)).RunAsync();
    }

    /// <summary>Runs until the lines end or <c>exit</c>.</summary>
    /// <returns>For lines that nobody watches: failure if one of them failed.</returns>
    internal async Task<int> RunAsync()
    {
        // While a command runs, this cancels it; the next prompt must not come then. Elsewhere the process just ends.
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => _isTerminated = true);
        int worst = ExitCodes.Success;
        while (!commands.IsLeaving && lines.ReadLine() is { } line)
        {
            int code = await RunAsync(line);
            if (_isTerminated || (code == ExitCodes.Interrupted && !lines.IsInteractive))
            {
                return ExitCodes.Interrupted;
            }

            worst = Math.Max(worst, code);
        }

        return lines.IsInteractive ? ExitCodes.Success : worst;
    }

    private async Task<int> RunAsync(string line)
    {
        CommandWords words = CommandWords.Of(line);
        if (words.OpenQuote is { } quote)
        {
            await Console.Error.WriteLineAsync($"error: the quotation that begins with {quote} does not end.");
            return ExitCodes.Failure;
        }

        return words.Values.Count == 0 ? ExitCodes.Success : await CommandLine.RunAsync(commands.Root, words.Values);
    }
}

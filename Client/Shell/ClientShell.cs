using System.Runtime.InteropServices;
using PathwayOrleans.Client.Commands;
using PathwayOrleans.Client.Configuration;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.Client.Shell.Editing;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Storage.Reading.Definitions;

namespace PathwayOrleans.Client.Shell;

/// <summary>Runs commands line by line.</summary>
internal sealed class ClientShell(ShellCommands commands, ILineSource lines)
{
    private bool _isTerminated;

    /// <summary>Shows a prompt on a terminal; otherwise runs the lines of standard input.</summary>
    internal static async Task<int> RunAsync(
        ICluster cluster, ClientSettings settings, bool json, bool verbose, TimeProvider time)
    {
        (var seen, var views) = (new SeenNames(), new SeenNames());
        var recording = new RecordingCluster(cluster, seen, views);
        var commands = new ShellCommands(new ShellRunner(recording, json, verbose), time);
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            return await new ClientShell(commands, new InputLines(Console.In)).RunAsync();
        }

        Console.WriteLine(
            $"Connected to cluster \"{settings.ClusterId}\" of {settings.Place}. `help` lists the commands; Tab completes.");
        var history = History.Load(HistoryFile.ForUser());
        var editor = new LineEditor(new ConsoleKeys(), history, new CommandCompleter(commands.Root, seen, views));
        _ = LearnViewsAsync(recording);
        return await new ClientShell(commands, new TerminalLines(editor, history)).RunAsync();
    }

    // For completion. If it fails, the commands that need the cluster say so.
    private static async Task LearnViewsAsync(RecordingCluster cluster)
    {
        try
        {
            await cluster.ReadReportAsync(ViewReports.List.Name, [], IReportGrain.MaxLimit, CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return;
        }
    }

    /// <summary>Runs until <c>exit</c> or the end of the input.</summary>
    /// <returns>If the input is not interactive: the worst exit code of the commands.</returns>
    internal async Task<int> RunAsync()
    {
        // SIGTERM cancels a running command; after it there must be no further prompt. At a prompt it ends the process.
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
            await Console.Error.WriteLineAsync($"error: the quotation that begins with {quote} is not closed.");
            return ExitCodes.Failure;
        }

        if (words.Values.Count == 0)
        {
            return ExitCodes.Success;
        }

        // The parser would report each word of the line.
        if (!words.Values[0].StartsWith('-') && !commands.Has(words.Values[0]))
        {
            return ShellCommands.Refuse(words.Values[0]);
        }

        return await ClientProgram.RunAsync(commands.Root, words.Values);
    }
}

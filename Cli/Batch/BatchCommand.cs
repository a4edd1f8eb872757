using System.CommandLine;
using PathwayOrleans.Cli.Database;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Sources.Files;
using PathwayOrleans.Standalone.Batch;

namespace PathwayOrleans.Cli.Batch;

/// <summary><c>batch</c>: the same aggregation over input that ends.</summary>
internal static class BatchCommand
{
    private const string Help =
        "Counts files, standard input or a range of a topic, each record once however often it is run, and stops. Configuration is that " +
        "of run, with larger bounds of the engine.";

    internal static Command Create()
    {
        var options = new BatchOptions();
        var command = new Command("batch", Help);
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            () => RunAsync(options.Read(parsed), cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(BatchArguments arguments, CancellationToken cancellationToken)
    {
        await using var host = new BatchHost(arguments.Configuration, ErrorLog.Configure, TimeProvider.System);
        Task<BatchResult> running = arguments.Range is { } range
            ? host.RunRangeAsync(range.From, range.To, cancellationToken)
            : host.RunFilesAsync((inputs, token) => IndexAsync(inputs, arguments, token), cancellationToken);
        IBatchView view = Terminal.IsInteractive ? new BatchBar(Terminal.Console) : new BatchLines(Console.Error, TimeProvider.System);
        await view.ShowAsync(host.Progress, running);
        BatchResult result = await running;
        await Console.Out.WriteLineAsync(arguments.Json ? BatchOutput.ToJson(result) : BatchOutput.Describe(result));
        if (result.IsFinished)
        {
            return ExitCodes.Success;
        }

        await Console.Error.WriteLineAsync("Not finished: what is left is counted when the same command is run again.");
        return ExitCodes.Interrupted;
    }

    private static async Task<IReadOnlyList<IndexedFile>> IndexAsync(FileInputs inputs, BatchArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Source is not { } source)
        {
            return await inputs.IndexAsync(arguments.Files, cancellationToken);
        }

        await using Stream input = Console.OpenStandardInput();
        return [await inputs.IndexAsync(input, source, arguments.StreamFormat, cancellationToken)];
    }
}

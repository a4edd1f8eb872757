using System.CommandLine;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Sources.Files;
using PathwayOrleans.Standalone.Batch;

namespace PathwayOrleans.Cli.Batch;

/// <summary><c>batch</c>: aggregates bounded input.</summary>
internal static class BatchCommand
{
    private const string Help =
        "Aggregates files, standard input or a range of a topic, and stops. Each record counts once, however often the command " +
        "is run. Configured like the run command, with larger limits of the engine.";

    internal static Command Create()
    {
        var options = new BatchOptions();
        var command = new Command("batch", Help);
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            () => RunAsync(options.Read(parsed), cancellationToken), cancellationToken, KafkaErrors.Describe));
        return command;
    }

    private static async Task<int> RunAsync(BatchArguments arguments, CancellationToken cancellationToken)
    {
        await using var host = new BatchHost(arguments.Configuration, ErrorLog.Configure, TimeProvider.System);
        using IDisposable tells = Interrupts.Tell(() => BatchOutput.DescribeDurable(host.Progress));
        Task<BatchResult> running = arguments.Range is { } range
            ? host.RunRangeAsync(range, cancellationToken)
            : host.RunFilesAsync((inputs, token) => IndexAsync(inputs, arguments, token), cancellationToken);
        IBatchView view = Terminal.IsInteractive
            ? new BatchBar(Terminal.Console)
            : new BatchLines(Console.Error, TimeProvider.System);
        await view.ShowAsync(host.Progress, running);
        BatchResult result = await running;
        await Console.Out.WriteLineAsync(arguments.Json ? BatchOutput.ToJson(result) : BatchOutput.Describe(result));
        if (!result.IsFinished)
        {
            await Console.Error.WriteLineAsync("Not finished. Run the same command again to process the remaining records.");
            return ExitCodes.Interrupted;
        }

        if (result.CountedNothing)
        {
            await Console.Error.WriteLineAsync(BatchOutput.DescribeNothingCounted(result));
            return ExitCodes.Failure;
        }

        return ExitCodes.Success;
    }

    private static async Task<IReadOnlyList<IndexedFile>> IndexAsync(
        FileInputs inputs, BatchArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Source is not { } source)
        {
            return await inputs.IndexAsync(arguments.Files, cancellationToken);
        }

        await using Stream input = Console.OpenStandardInput();
        return [await inputs.IndexAsync(input, source, arguments.StreamFormat, cancellationToken)];
    }
}

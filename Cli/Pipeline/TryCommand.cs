using System.CommandLine;
using PathwayOrleans.Aggregation;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.Running;
using PathwayOrleans.Sources.Files;

namespace PathwayOrleans.Cli.Pipeline;

/// <summary><c>pipeline try</c>: runs a pipeline in memory over a sample.</summary>
internal static class TryCommand
{
    private const int DefaultLimit = 20;

    internal static Command Create()
    {
        Argument<string> file = PipelineFile.Argument();
        var input = new Option<string>("--input")
        {
            Description = "Records: one JSON value in a line (NDJSON), or with ENCODE CSV a file of CSV with a header; - for " +
                "standard input.",
            HelpName = "FILE",
            Required = true,
        };
        var limit = new Option<int>("--limit")
        {
            Description = "The maximum number of rows shown of each view; 0 = all.",
            DefaultValueFactory = _ => DefaultLimit,
            HelpName = "ROWS",
        };
        Option<bool> json = PipelineCommand.Json();
        var command = new Command("try", "Runs a pipeline in memory over a sample and prints the rows of its views.")
        {
            file, input, limit, json,
        };
        command.SetAction((parsed, cancellationToken) => PipelineFile.RunAsync(
            parsed.GetRequiredValue(file),
            parsed.GetValue(json),
            pipeline =>
            {
                int rows = parsed.GetValue(limit);
                NumberRange.Require(rows >= 0, "--limit", rows, "0 (all) or more");
                return RunAsync(
                    pipeline,
                    parsed.GetRequiredValue(input),
                    rows == 0 ? int.MaxValue : rows,
                    parsed.GetValue(json),
                    cancellationToken);
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        CompiledPipeline pipeline, string input, int limit, bool json, CancellationToken cancellationToken)
    {
        var runner = new PipelineRunner(pipeline);
        SourcePartition partition = SourcePartition.Of("sample", 0);
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await foreach (FileRecord record in new SampleRecords(pipeline, input).ReadAsync(cancellationToken))
        {
            var metadata = new RecordMetadata
            {
                Timestamp = now,
                Partition = 0,
                Offset = record.Line,
                Fields = record.Fields,
            };
            runner.Process(partition, Position.FromOffset(record.Line), record.Bytes.Span, metadata);
        }

        runner.Flush();
        await Console.Out.WriteAsync(json
            ? TryOutput.ToJson(runner, limit)
            : string.Concat(TryOutput.Lines(runner, limit).Select(text => text + Environment.NewLine)));
        if (runner.Tables.Any(table => table.Count > 0))
        {
            return ExitCodes.Success;
        }

        throw new CommandFailedException(
            $"No record of {input} counts in a view. Of {runner.Records} records, {runner.DeadLetters.Count} are dead letters, " +
            $"and {runner.NotCounted} pass no WHERE.");
    }
}

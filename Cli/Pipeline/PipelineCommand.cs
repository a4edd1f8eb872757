using System.CommandLine;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Pipelines;

namespace PathwayOrleans.Cli.Pipeline;

/// <summary>
/// <c>pipeline</c>: shows, checks, explains and tries pipelines, without a database and without a broker; accepts them in a
/// database.
/// </summary>
internal static class PipelineCommand
{
    internal static Command Create() => new("pipeline", "Pipelines in SQL: what is read, counted and written.")
    {
        CreateShow(),
        CreateCheck(),
        CreateExplain(),
        TryCommand.Create(),
        AcceptCommand.Create(),
    };

    /// <summary>The option that every command here has.</summary>
    internal static Option<bool> Json() => new("--json") { Description = "Prints one JSON object, last on standard output." };

    private static Command CreateShow()
    {
        Option<bool> json = Json();
        var command = new Command("show", "Prints the built-in pipeline, which a service without its own runs.") { json };
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            () =>
            {
                Console.Out.Write(parsed.GetValue(json)
                    ? PipelineJson.Line(new { pipeline = BuiltInPipeline.Sql })
                    : BuiltInPipeline.Sql);
                return Task.FromResult(ExitCodes.Success);
            },
            cancellationToken));
        return command;
    }

    private static Command CreateCheck()
    {
        Option<bool> json = Json();
        Argument<string> file = PipelineFile.Argument();
        var command = new Command("check", "Checks a pipeline. Exit code 2 if it has errors.") { file, json };
        command.SetAction((parsed, cancellationToken) => PipelineFile.RunAsync(
            parsed.GetRequiredValue(file),
            parsed.GetValue(json),
            async pipeline =>
            {
                await Console.Out.WriteLineAsync(parsed.GetValue(json)
                    ? PipelineJson.Line(CheckSummary.ToJson(pipeline)).TrimEnd()
                    : CheckSummary.Describe(parsed.GetRequiredValue(file), pipeline));
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static Command CreateExplain()
    {
        Option<bool> json = Json();
        Argument<string> file = PipelineFile.Argument();
        var command = new Command("explain", "Shows what a pipeline reads, keeps per key and window, and writes.") { file, json };
        command.SetAction((parsed, cancellationToken) => PipelineFile.RunAsync(
            parsed.GetRequiredValue(file),
            parsed.GetValue(json),
            async pipeline =>
            {
                Explanation explanation = Explanation.Of(pipeline);
                await Console.Out.WriteAsync(parsed.GetValue(json)
                    ? PipelineJson.Line(explanation)
                    : string.Concat(ExplanationText.Lines(explanation).Select(line => line + Environment.NewLine)));
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }
}

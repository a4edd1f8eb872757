using System.CommandLine;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Diagnostics;

namespace PathwayOrleans.Cli.Pipeline;

/// <summary>Reads a pipeline from a file.</summary>
internal static class PipelineFile
{
    internal static Argument<string> Argument() => new("FILE") { Description = "The file with the pipeline." };

    /// <summary>
    /// Runs a command on the pipeline of a file. Errors of the pipeline are printed with their places, and the exit code is
    /// <see cref="ExitCodes.BadConfiguration"/>.
    /// </summary>
    internal static Task<int> RunAsync(
        string file, bool json, Func<CompiledPipeline, Task<int>> work, CancellationToken cancellationToken) =>
        CommandAction.RunAsync(
            async () =>
            {
                string text = await ReadAsync(file, cancellationToken);
                try
                {
                    return await work(CompiledPipeline.Compile(text));
                }
                catch (PipelineException e)
                {
                    await ReportAsync(file, e, json);
                    return ExitCodes.BadConfiguration;
                }
            },
            cancellationToken,
            exception => exception is NotSupportedException ? CommandError.BadConfiguration(exception.Message) : null);

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The pipeline '{file}' cannot be read: {e.Message}", e);
        }
    }

    private static async Task ReportAsync(string file, PipelineException errors, bool json)
    {
        int count = errors.Diagnostics.Count;
        await Console.Error.WriteLineAsync($"{file}: {count} error{(count == 1 ? "" : "s")}");
        foreach (PipelineDiagnostic diagnostic in errors.Diagnostics)
        {
            await Console.Error.WriteLineAsync();
            foreach (string line in diagnostic.ToString().Split('\n'))
            {
                // Tabs keep the caret under its place.
                await Console.Error.WriteLineAsync(string.Join('\t', line.Split('\t').Select(Printable.Sanitize)));
            }
        }

        if (json)
        {
            await Console.Out.WriteAsync(PipelineJson.Line(new
            {
                valid = false,
                errors = errors.Diagnostics.Select(error => new { error.Line, error.Column, error.Message }),
            }));
        }
    }
}

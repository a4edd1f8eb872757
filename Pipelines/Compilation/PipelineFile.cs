using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Diagnostics;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>Reads a pipeline from a file.</summary>
internal static class PipelineFile
{
    // A start needs the pipeline several times, and compiling it takes a noticeable part of a start.
    private static readonly Lock Gate = new();
    private static CompiledPipeline? _last;
    private static string? _lastText;

    /// <exception cref="ConfigurationRejectedException">
    /// The file cannot be read, or has errors; the message has their lines and columns.
    /// </exception>
    internal static PipelineDefinition Read(string file) => Compile(file).Definition;

    /// <inheritdoc cref="Read"/>
    internal static CompiledPipeline Compile(string file)
    {
        try
        {
            string text = File.ReadAllText(file);
            lock (Gate)
            {
                if (_last is null || text != _lastText)
                {
                    _last = CompiledPipeline.Compile(text);
                    _lastText = text;
                }

                return _last;
            }
        }
        catch (PipelineException e)
        {
            int count = e.Diagnostics.Count;
            throw new ConfigurationRejectedException(
                $"{file}: {count} error{(count == 1 ? "" : "s")}\n\n{string.Join("\n\n", e.Diagnostics)}", e);
        }
        catch (Exception e) when (e is NotSupportedException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationRejectedException($"{file}: {e.Message}", e);
        }
    }
}

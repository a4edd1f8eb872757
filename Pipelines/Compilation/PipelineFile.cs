using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Diagnostics;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>Reads a pipeline from a file.</summary>
internal static class PipelineFile
{
    /// <exception cref="ConfigurationRejectedException">
    /// The file cannot be read, or has errors; the message has their lines and columns.
    /// </exception>
    internal static PipelineDefinition Read(string file)
    {
        try
        {
            return CompiledPipeline.Compile(File.ReadAllText(file)).Definition;
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

using Microsoft.Extensions.Options;
using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines.Compilation;

namespace PathwayOrleans.Engine.Configuration;

/// <summary>Checks <see cref="PipelineOptions"/> when the process starts.</summary>
internal sealed class PipelineOptionsValidator(IOptions<WindowOptions> windows)
    : IValidateOptions<PipelineOptions>
{
    public ValidateOptionsResult Validate(string? name, PipelineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrEmpty(options.File))
        {
            return ValidateOptionsResult.Success;
        }

        if (windows.Value.Named.Count > 0)
        {
            return Fail(
                options.File,
                $"{WindowOptions.Section}:{nameof(WindowOptions.Named)} has the windows " +
                $"{string.Join(", ", windows.Value.Named.Keys)}. A pipeline declares its windows in its views: remove these.");
        }

        try
        {
            PipelineFile.Read(options.File);
            return ValidateOptionsResult.Success;
        }
        catch (ConfigurationRejectedException e)
        {
            return Fail(options.File, e.Message);
        }
    }

    private static ValidateOptionsResult Fail(string file, string problem) =>
        ValidateOptionsResult.Fail($"{PipelineOptions.FileKey} is '{file}': {problem}");
}

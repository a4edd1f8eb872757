using Microsoft.Extensions.Options;
using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines.Compilation;

namespace PathwayOrleans.Engine.Configuration;

/// <summary>Checks <see cref="PipelineOptions"/> when the process starts.</summary>
internal sealed class PipelineOptionsValidator : IValidateOptions<PipelineOptions>
{
    public ValidateOptionsResult Validate(string? name, PipelineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrEmpty(options.File))
        {
            return ValidateOptionsResult.Success;
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

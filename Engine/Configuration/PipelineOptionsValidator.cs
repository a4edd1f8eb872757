using Microsoft.Extensions.Options;
using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines.Compilation;

namespace PathwayOrleans.Engine.Configuration;

/// <summary>Checks <see cref="PipelineOptions"/> when the process starts.</summary>
internal sealed class PipelineOptionsValidator(EngineName engine, IOptions<WindowOptions> windows)
    : IValidateOptions<PipelineOptions>
{
    private const string Key = $"{PipelineOptions.Section}:{nameof(PipelineOptions.File)}";

    public ValidateOptionsResult Validate(string? name, PipelineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrEmpty(options.File))
        {
            return ValidateOptionsResult.Success;
        }

        if (engine.Value == EngineName.Silo)
        {
            return Fail(options.File, "the silo engine does not run pipelines yet; use ./pathway run.");
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
        ValidateOptionsResult.Fail($"{Key} is '{file}': {problem}");
}

/// <summary>The name of the engine of this process.</summary>
/// <param name="Value">The name, which is also part of <c>application_name</c>.</param>
internal sealed record EngineName(string Value)
{
    /// <summary>The name of the silo engine.</summary>
    internal const string Silo = "silo";
}

using System.CommandLine;
using PathwayOrleans.Engine.Configuration;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>The option that names the pipeline. It overrides the configuration.</summary>
public sealed class PipelineArgument
{
    private readonly Option<string?> _file = new("--pipeline")
    {
        Description = $"The SQL file with the pipeline. Default: the built-in one (pipeline show). [{PipelineOptions.FileKey}]",
        HelpName = "FILE",
    };

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(_file);
    }

    /// <summary>The value on the command line by configuration key; null if it was not given.</summary>
    public KeyValuePair<string, string?> Override(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return KeyValuePair.Create(PipelineOptions.FileKey, parsed.GetValue(_file));
    }
}

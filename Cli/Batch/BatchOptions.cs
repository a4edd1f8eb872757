using System.CommandLine;
using Microsoft.Extensions.Configuration;
using PathwayOrleans.CommandLine;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Files;

namespace PathwayOrleans.Cli.Batch;

/// <summary>The command line options of <c>batch</c>.</summary>
internal sealed class BatchOptions
{
    private const string StandardInput = "-";

    // Prefixes of source names that are generated for other inputs.
    private static readonly string[] Reserved = [.. SourceConnectors.All.Select(connector => connector.IdentityPrefix)];

    private readonly Option<string[]> _files = new("--file")
    {
        Description =
            "Input files: NDJSON (.ndjson, .jsonl, .json) or CSV with a header (.csv), optionally .gz; - for standard input.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _format = new("--input-format")
    {
        Description = "ndjson or csv. Default: by the file name; ndjson for standard input.",
        HelpName = "FORMAT",
    };

    private readonly Option<string?> _source = new("--source")
    {
        Description = "Source name of standard input. Use the same name for the same records, so that they count once.",
        HelpName = "NAME",
    };

    private readonly SourceArguments _range = new(SourceSettingKind.Server, SourceSettingKind.Log);

    private readonly Option<string?> _from = new("--from")
    {
        Description =
            "Start of the range by the source's timestamps: ISO 8601 or milliseconds since the epoch. Default: start of the log.",
        HelpName = "TIME",
    };

    private readonly Option<string?> _to = new("--to")
    {
        Description = "End of the range, exclusive. Default: the current end of the log.",
        HelpName = "TIME",
    };

    private readonly PipelineArgument _pipeline = new();

    private readonly DatabaseArguments _database = new();

    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object, last on standard output." };

    internal void AddTo(Command command)
    {
        Option[] inputs = [_files, _format, _source, _from, _to];
        foreach (Option option in inputs)
        {
            command.Options.Add(option);
        }

        _range.AddTo(command);
        _pipeline.AddTo(command);
        _database.AddTo(command);
        command.Options.Add(_json);
    }

    /// <exception cref="CommandFailedException">The options contradict each other; the message names them.</exception>
    /// <exception cref="InputFileException">The format of a file cannot be derived from its name.</exception>
    internal BatchArguments Read(ParseResult parsed)
    {
        string[] files = parsed.GetValue(_files) ?? [];
        InputFormat? format = Format(parsed.GetValue(_format));
        bool readsRange = _range.NamesLog(parsed);
        string log = _range.LogOptions;
        string? source = parsed.GetValue(_source);
        bool readsStream = files.Contains(StandardInput) || (files.Length == 0 && source is not null);
        Require(
            readsRange || files.Length > 0 || source is not null,
            $"There is no input. Use --file, or --source NAME for standard input, or {log}.");
        Require(
            !readsRange || (!readsStream && files.Length == 0 && source is null && format is null),
            $"{log} cannot be combined with --file, --source or --input-format.");
        Require(
            readsRange || (parsed.GetValue(_from) ?? parsed.GetValue(_to)) is null,
            $"--from and --to require {log}; files are always read completely.");
        Require(
            !readsStream || files.All(file => file == StandardInput),
            "Standard input cannot be combined with files. Run the command once for each.");
        Require(
            !readsStream || !string.IsNullOrWhiteSpace(source),
            "Standard input requires --source NAME. Use the same name for the same records, so that they count once.");
        Require(readsStream || source is null, "--source is for standard input only; a file is identified by its content.");
        Require(
            source is null || !Reserved.Any(prefix => source.StartsWith(prefix, StringComparison.Ordinal)),
            $"--source is '{source}'; it must not begin with {string.Join(" or ", Reserved)}, which are reserved.");
        return new BatchArguments
        {
            Configuration = Configuration(parsed),
            Files = readsStream ? [] : [.. files.Select(file => InputFile.Named(file, format))],
            Source = readsStream ? source : null,
            StreamFormat = format ?? InputFormat.Ndjson,
            Range = readsRange
                ? new TimeRange(BatchTime.Parse("--from", parsed.GetValue(_from)), BatchTime.Parse("--to", parsed.GetValue(_to)))
                : null,
            Json = parsed.GetValue(_json),
        };
    }

    private IConfiguration Configuration(ParseResult parsed) =>
        PathwayConfiguration.Load([.. _range.Overrides(parsed), .. _database.Overrides(parsed), _pipeline.Override(parsed)]);

    private static InputFormat? Format(string? name) => name switch
    {
        null => null,
        "ndjson" => InputFormat.Ndjson,
        "csv" => InputFormat.Csv,
        _ => throw new CommandFailedException($"--input-format is '{name}'; it must be ndjson or csv."),
    };

    private static void Require(bool isValid, string error)
    {
        if (!isValid)
        {
            throw new CommandFailedException(error);
        }
    }
}

using System.CommandLine;
using Microsoft.Extensions.Configuration;
using PathwayOrleans.Cli.Database;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Sources.Files;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Cli.Batch;

/// <summary>The options of <c>batch</c>.</summary>
internal sealed class BatchOptions
{
    private const string StandardInput = "-";
    private const string TopicKey = $"{KafkaOptions.Section}:{nameof(KafkaOptions.Topic)}";
    private const string BrokersKey = $"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}";

    // Names that other inputs have by themselves.
    private static readonly string[] Reserved = ["file:", "kafka/"];

    private readonly Option<string[]> _files = new("--file")
    {
        Description = "Files: NDJSON (.ndjson, .jsonl, .json) or CSV with a header (.csv), each perhaps .gz; - for standard input.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _format = new("--input-format")
    {
        Description = "ndjson or csv, whatever the names of the files say. Standard input is ndjson where nothing is said.",
        HelpName = "FORMAT",
    };

    private readonly Option<string?> _source = new("--source")
    {
        Description = "The name under which the records of standard input are numbered: the same name, the same input.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _topic = new("--topic") { Description = $"Instead of files: a range of this topic. [{TopicKey}]", HelpName = "NAME" };

    private readonly Option<string?> _from = new("--from")
    {
        Description = "The range's beginning, by the brokers' timestamps: ISO 8601, or ms since the epoch. Default: the log's beginning.",
        HelpName = "TIME",
    };

    private readonly Option<string?> _to = new("--to") { Description = "The range's end, not part of it. Default: the log's end as of now.", HelpName = "TIME" };

    private readonly Option<string?> _brokers = new("--brokers") { Description = $"Kafka, host:port[,host:port…]. [{BrokersKey}]", HelpName = "SERVERS" };

    private readonly DatabaseSettings _database = new();

    private readonly Option<bool> _json = new("--json") { Description = "One JSON object, last on standard output." };

    internal void AddTo(Command command)
    {
        Option[] inputs = [_files, _format, _source, _topic, _from, _to, _brokers];
        foreach (Option option in inputs)
        {
            command.Options.Add(option);
        }

        _database.AddTo(command);
        command.Options.Add(_json);
    }

    /// <exception cref="CommandFailedException">The options do not fit together; the message says which.</exception>
    /// <exception cref="InputFileException">A file's name says nothing of its format.</exception>
    internal BatchArguments Read(ParseResult parsed)
    {
        string[] files = parsed.GetValue(_files) ?? [];
        InputFormat? format = Format(parsed.GetValue(_format));
        string? topic = parsed.GetValue(_topic);
        string? source = parsed.GetValue(_source);
        bool readsStream = files.Contains(StandardInput) || (files.Length == 0 && source is not null);
        Require(topic is not null || files.Length > 0 || source is not null, "Nothing to read: give --file, or --source NAME for standard input, or --topic.");
        Require(topic is null || (!readsStream && files.Length == 0 && source is null && format is null), "Give either --topic, or --file, --source and --input-format.");
        Require(topic is not null || (parsed.GetValue(_from) ?? parsed.GetValue(_to)) is null, "--from and --to are the range of a --topic; files are read as a whole.");
        Require(!readsStream || files.All(file => file == StandardInput), "Standard input cannot be read together with files: run them one after the other.");
        Require(
            !readsStream || !string.IsNullOrWhiteSpace(source),
            "Standard input has no name by which a second run would know it: give --source NAME, the same one for the same records.");
        Require(readsStream || source is null, "--source names standard input; a file is known by its content.");
        Require(
            source is null || !Reserved.Any(prefix => source.StartsWith(prefix, StringComparison.Ordinal)),
            $"--source is '{source}'; names that begin with {string.Join(" or ", Reserved)} belong to other inputs.");
        return new BatchArguments
        {
            Configuration = Configuration(parsed),
            Files = readsStream ? [] : [.. files.Select(file => InputFile.Named(file, format))],
            Source = readsStream ? source : null,
            StreamFormat = format ?? InputFormat.Ndjson,
            Range = topic is null ? null : (BatchTime.Parse("--from", parsed.GetValue(_from)), BatchTime.Parse("--to", parsed.GetValue(_to))),
            Json = parsed.GetValue(_json),
        };
    }

    private IConfiguration Configuration(ParseResult parsed) => PathwayConfiguration.Load(
        [
            KeyValuePair.Create(TopicKey, parsed.GetValue(_topic)),
            KeyValuePair.Create(BrokersKey, parsed.GetValue(_brokers)),
            .. _database.Overrides(parsed),
        ]);

    private static InputFormat? Format(string? name) => name switch
    {
        null => null,
        "ndjson" => InputFormat.Ndjson,
        "csv" => InputFormat.Csv,
        _ => throw new CommandFailedException($"--input-format is '{name}'; ndjson or csv is right."),
    };

    private static void Require(bool right, string remedy)
    {
        if (!right)
        {
            throw new CommandFailedException(remedy);
        }
    }
}

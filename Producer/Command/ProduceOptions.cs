using System.CommandLine;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Producer.Command;

/// <summary>The options of <c>produce</c>.</summary>
internal sealed class ProduceOptions
{
    private static readonly LoadOptions Defaults = new();

    private readonly Option<string?> _brokers = new("--brokers")
    {
        Description = "Kafka, host:port[,host:port…]. Default: Pathway:Kafka:BootstrapServers.",
        HelpName = "SERVERS",
    };

    private readonly Option<string?> _topic = new("--topic")
    {
        Description = "The topic. Default: Pathway:Kafka:Topic.",
        HelpName = "NAME",
    };

    private readonly LoadArguments _load = new();

    private readonly Option<string> _userPrefix = new("--user-prefix")
    {
        Description = "A user id is this and a number.",
        DefaultValueFactory = _ => Defaults.UserPrefix,
        HelpName = "TEXT",
    };

    private readonly Option<long> _firstTime = new("--first-time")
    {
        Description = "Event time of the first event, ms since the epoch.",
        DefaultValueFactory = _ => Defaults.FirstEventTime,
        HelpName = "MS",
    };

    private readonly Option<string?> _file = new("--file")
    {
        Description = "Instead of a load: the lines of this file (- for standard input) as they are, keyed by their user_id.",
        HelpName = "NDJSON",
    };

    private readonly Option<bool> _json = new("--json") { Description = "One JSON object, last on standard output." };

    internal void AddTo(System.CommandLine.Command command)
    {
        Option[] all = [_brokers, _topic, .. _load.Options, _userPrefix, _firstTime, _file, _json];
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }
    }

    internal KafkaOptions Kafka(ParseResult parsed) => PathwayConfiguration.Kafka(PathwayConfiguration.Load(
        KeyValuePair.Create($"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}", parsed.GetValue(_brokers)),
        KeyValuePair.Create($"{KafkaOptions.Section}:{nameof(KafkaOptions.Topic)}", parsed.GetValue(_topic))));

    internal LoadOptions Load(ParseResult parsed) => _load.Read(parsed) with
    {
        UserPrefix = parsed.GetValue(_userPrefix)!,
        FirstEventTime = parsed.GetValue(_firstTime),
    };

    internal double Rate(ParseResult parsed) => _load.ReadRate(parsed);

    internal string? File(ParseResult parsed) => parsed.GetValue(_file);

    internal bool Json(ParseResult parsed) => parsed.GetValue(_json);
}

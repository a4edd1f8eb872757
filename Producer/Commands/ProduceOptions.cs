using System.CommandLine;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Producer.Commands;

/// <summary>The command line options of <c>produce</c>.</summary>
internal sealed class ProduceOptions
{
    private static readonly LoadOptions Defaults = new();

    private readonly Option<string?> _brokers = new("--brokers")
    {
        Description = "Kafka brokers, host:port[,host:port…]. Default: Pathway:Kafka:BootstrapServers.",
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
        Description = "Prefix of user ids; a user id is the prefix and a number.",
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
        Description = "Produces the unchanged lines of this file (- for standard input) instead of a load, with user_id as key.",
        HelpName = "NDJSON",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object, last on standard output." };

    internal void AddTo(Command command)
    {
        Option[] all = [_brokers, _topic, .. _load.Options, _userPrefix, _firstTime, _file, _json];
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }
    }

    internal KafkaOptions Kafka(ParseResult parsed) => PathwayConfiguration.Bind(
        PathwayConfiguration.Load(
            KeyValuePair.Create($"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}", parsed.GetValue(_brokers)),
            KeyValuePair.Create($"{KafkaOptions.Section}:{nameof(KafkaOptions.Topic)}", parsed.GetValue(_topic))),
        KafkaOptions.Section,
        new KafkaOptionsValidator());

    internal LoadOptions Load(ParseResult parsed) => _load.Read(parsed) with
    {
        UserPrefix = parsed.GetValue(_userPrefix)!,
        FirstEventTime = parsed.GetValue(_firstTime),
    };

    internal double Rate(ParseResult parsed) => _load.ReadRate(parsed);

    internal string? File(ParseResult parsed) => parsed.GetValue(_file);

    internal bool Json(ParseResult parsed) => parsed.GetValue(_json);
}

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

    private readonly Option<long> _events = new("--events")
    {
        Description = "Valid events.",
        DefaultValueFactory = _ => Defaults.Events,
        HelpName = "COUNT",
    };

    private readonly Option<int> _users = new("--users")
    {
        Description = "Users among whom they are spread.",
        DefaultValueFactory = _ => Defaults.Users,
        HelpName = "COUNT",
    };

    private readonly Option<double> _rate = new("--rate")
    {
        Description = "Messages a second; 0 = as fast as it goes.",
        HelpName = "PER-SECOND",
    };

    private readonly Option<double> _skew = new("--skew")
    {
        Description = "Zipf exponent of how events are spread over users; 0 = evenly.",
        HelpName = "EXPONENT",
    };

    private readonly Option<long> _malformed = new("--malformed")
    {
        Description = "Messages that are no events, on top.",
        HelpName = "COUNT",
    };

    private readonly Option<long> _seed = new("--seed")
    {
        Description = "Equal seeds give equal messages.",
        DefaultValueFactory = _ => Defaults.Seed,
        HelpName = "NUMBER",
    };

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
        Option[] all = [_brokers, _topic, _events, _users, _rate, _skew, _malformed, _seed, _userPrefix, _firstTime, _file, _json];
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }
    }

    internal KafkaOptions Kafka(ParseResult parsed) => PathwayConfiguration.Kafka(PathwayConfiguration.Load(
        KeyValuePair.Create($"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}", parsed.GetValue(_brokers)),
        KeyValuePair.Create($"{KafkaOptions.Section}:{nameof(KafkaOptions.Topic)}", parsed.GetValue(_topic))));

    internal LoadOptions Load(ParseResult parsed) => new()
    {
        Events = parsed.GetValue(_events),
        Users = parsed.GetValue(_users),
        Skew = parsed.GetValue(_skew),
        Malformed = parsed.GetValue(_malformed),
        Seed = parsed.GetValue(_seed),
        UserPrefix = parsed.GetValue(_userPrefix)!,
        FirstEventTime = parsed.GetValue(_firstTime),
    };

    internal double Rate(ParseResult parsed) => parsed.GetValue(_rate);

    internal string? File(ParseResult parsed) => parsed.GetValue(_file);

    internal bool Json(ParseResult parsed) => parsed.GetValue(_json);
}

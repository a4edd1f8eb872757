using System.CommandLine;

namespace PathwayOrleans.Cli.Demo;

/// <summary><see cref="DemoOptions"/> on the command line.</summary>
internal sealed class DemoArguments
{
    private static readonly DemoOptions Defaults = new();

    private readonly Option<string> _engine = new("--engine")
    {
        Description = "What the workers run; standalone is all there is so far.",
        DefaultValueFactory = _ => Defaults.Engine,
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

    private readonly Option<int> _workers = new("--workers")
    {
        Description = "Worker processes.",
        DefaultValueFactory = _ => Defaults.Workers,
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

    private readonly Option<double> _killEvery = new("--kill-every")
    {
        Description = "Kills (SIGKILL) a random worker this often and starts another; 0 = never.",
        HelpName = "SECONDS",
    };

    private readonly Option<string?> _brokers = new("--brokers")
    {
        Description = "Uses this Kafka instead of an embedded one.",
        HelpName = "SERVERS",
    };

    private readonly Option<string?> _database = new("--database")
    {
        Description = "Uses this Postgres instead of a private one.",
        HelpName = "ADDRESS",
    };

    private readonly Option<bool> _keep = new("--keep")
    {
        Description = "Leaves everything running after the proof, until Ctrl-C, and prints the addresses.",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "One JSON object, last on standard output, instead of the proof as text.",
    };

    private readonly Option<long> _seed = new("--seed")
    {
        Description = "Equal seeds give equal events.",
        DefaultValueFactory = _ => Defaults.Seed,
        HelpName = "NUMBER",
    };

    internal void AddTo(Command command)
    {
        Option[] all = [_engine, _events, _users, _workers, _rate, _skew, _malformed, _killEvery, _brokers, _database, _keep, _json, _seed];
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }
    }

    internal DemoOptions Read(ParseResult parsed) => new()
    {
        Engine = parsed.GetValue(_engine)!,
        Events = parsed.GetValue(_events),
        Users = parsed.GetValue(_users),
        Workers = parsed.GetValue(_workers),
        Rate = parsed.GetValue(_rate),
        Skew = parsed.GetValue(_skew),
        Malformed = parsed.GetValue(_malformed),
        KillEvery = parsed.GetValue(_killEvery),
        Brokers = parsed.GetValue(_brokers),
        Database = parsed.GetValue(_database),
        Keep = parsed.GetValue(_keep),
        Json = parsed.GetValue(_json),
        Seed = parsed.GetValue(_seed),
    };
}

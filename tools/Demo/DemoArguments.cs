using System.CommandLine;
using PathwayOrleans.Producer.Commands;
using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Demo;

/// <summary>The command line options of <c>demo</c> (<see cref="DemoOptions"/>).</summary>
internal sealed class DemoArguments
{
    private static readonly DemoOptions Defaults = new();

    private readonly Option<string?> _engine = new("--engine")
    {
        Description =
            "The engine of the workers. standalone: processes that share the partitions through Kafka's consumer group; silo: " +
            "Orleans silos (cluster is accepted as an alias); both: standalone workers process the first half of the messages, " +
            "silos the second half, and the reported seconds exclude the switch between them. Default: silo.",
        HelpName = "standalone|silo|both",
    };

    private readonly Option<int> _workers = new("--workers")
    {
        Description = "Number of worker processes.",
        DefaultValueFactory = _ => Defaults.Workers,
        HelpName = "COUNT",
    };

    private readonly Option<string?> _pipeline = new("--pipeline")
    {
        Description =
            "Runs this pipeline on the records of --input instead of the built-in one on generated events, and compares every " +
            "row of its views with the one that Postgres computes by the same SELECT.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _input = new("--input")
    {
        Description =
            "The records of --pipeline, one JSON value in a line, or with ENCODE CSV one record in a line without a header. " +
            "All are produced once, in this order. With --kill-every or --freeze-every and without --rate, this takes at least " +
            "ten seconds and four of these intervals.",
        HelpName = "FILE",
    };

    private readonly LoadArguments _load = new();

    private readonly Option<bool> _windows = new("--windows")
    {
        Description =
            "Also computes a tumbling, a sliding and a session window, and verifies each of their rows. Without --late, one " +
            "event in a hundred is late.",
    };

    private readonly Option<double> _killEvery = new("--kill-every")
    {
        Description = "Interval at which a random worker is killed (SIGKILL) and replaced; 0 = never.",
        HelpName = "SECONDS",
    };

    private readonly Option<double> _freezeEvery = new("--freeze-every")
    {
        Description = "Interval at which a random worker is frozen (SIGSTOP); 0 = never.",
        HelpName = "SECONDS",
    };

    private readonly Option<double> _freezeFor = new("--freeze-for")
    {
        Description = "How long a worker is frozen.",
        DefaultValueFactory = _ => Defaults.FreezeFor,
        HelpName = "SECONDS",
    };

    private readonly Option<bool> _measure = new("--measure")
    {
        Description =
            "Also measures the behaviour of the workers: the longest time in which a partition made no progress, the time from " +
            "the start of a worker to its first commit, the time that a worker takes to stop (SIGTERM) while the others live, " +
            "are frozen or dead, and the lines of their logs.",
    };

    private readonly Option<string?> _logs = new("--logs")
    {
        Description = "Folder for the logs of the workers, a file each.",
        HelpName = "FOLDER",
    };

    private readonly Option<string?> _brokers = new("--brokers")
    {
        Description = "Kafka brokers to use instead of the embedded Kafka.",
        HelpName = "SERVERS",
    };

    private readonly Option<string?> _database = new("--database")
    {
        Description = "Postgres to use instead of a private one.",
        HelpName = "ADDRESS",
    };

    private readonly Option<bool> _keep = new("--keep")
    {
        Description = "Leaves everything running after the verification, until Ctrl-C, and prints the addresses.",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Prints one JSON object, last on standard output, instead of text.",
    };

    private Option[] Faults => [_killEvery, _freezeEvery, _freezeFor, _measure, _logs];

    internal void AddTo(Command command)
    {
        Option[] all =
        [
            _engine, _workers, _pipeline, _input, .. _load.Options, _windows, .. Faults, _brokers, _database, _keep, _json,
        ];
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }
    }

    internal DemoOptions Read(ParseResult parsed) => new()
    {
        Engine = parsed.GetValue(_engine),
        Workers = parsed.GetValue(_workers),
        Load = ReadLoad(parsed),
        Pipeline = parsed.GetValue(_pipeline),
        Input = parsed.GetValue(_input),
        EventOptions = _load.GivenOf(parsed),
        Windows = parsed.GetValue(_windows),
        HasRate = _load.HasRate(parsed),
        Rate = _load.ReadRate(parsed),
        KillEvery = parsed.GetValue(_killEvery),
        FreezeEvery = parsed.GetValue(_freezeEvery),
        FreezeFor = parsed.GetValue(_freezeFor),
        Measure = parsed.GetValue(_measure),
        Logs = parsed.GetValue(_logs),
        Brokers = parsed.GetValue(_brokers),
        Database = parsed.GetValue(_database),
        Keep = parsed.GetValue(_keep),
        Json = parsed.GetValue(_json),
    };

    private LoadOptions ReadLoad(ParseResult parsed)
    {
        LoadOptions load = _load.Read(parsed);
        return parsed.GetValue(_windows) && !_load.HasLate(parsed)
            ? load with { Late = load.Events / DemoWindows.EventsPerLate }
            : load;
    }
}

using System.CommandLine;
using PathwayOrleans.Cli.Demo.Windows;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Cli.Demo;

/// <summary><see cref="DemoOptions"/> on the command line.</summary>
internal sealed class DemoArguments
{
    private static readonly DemoOptions Defaults = new();

    private readonly Option<string?> _engine = new("--engine")
    {
        Description = "What the workers run. standalone: processes that share the partitions through Kafka's consumer group; cluster: Orleans silos; " +
                      "both: the first half of the messages with standalone workers, the second with silos that go on from there, and seconds are those " +
                      "of both halves without the change-over. Default: cluster where a silo is built, else standalone.",
        HelpName = "standalone|cluster|both",
    };

    private readonly Option<int> _workers = new("--workers")
    {
        Description = "Worker processes.",
        DefaultValueFactory = _ => Defaults.Workers,
        HelpName = "COUNT",
    };

    private readonly LoadArguments _load = new();

    private readonly Option<bool> _windows = new("--windows")
    {
        Description = "Keeps a tumbling, a sliding and a session window too, and proves every one of their rows. Unless --late says otherwise, " +
                      "one event in a hundred is late.",
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

    internal void AddTo(Command command)
    {
        Option[] all = [_engine, _workers, .. _load.Options, _windows, _killEvery, _brokers, _database, _keep, _json];
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
        Windows = parsed.GetValue(_windows),
        Rate = _load.ReadRate(parsed),
        KillEvery = parsed.GetValue(_killEvery),
        Brokers = parsed.GetValue(_brokers),
        Database = parsed.GetValue(_database),
        Keep = parsed.GetValue(_keep),
        Json = parsed.GetValue(_json),
    };

    private LoadOptions ReadLoad(ParseResult parsed)
    {
        LoadOptions load = _load.Read(parsed);
        return parsed.GetValue(_windows) && !_load.HasLate(parsed) ? load with { Late = load.Events / DemoWindows.EventsPerLate } : load;
    }
}

using System.CommandLine;

namespace PathwayOrleans.Bench.Commands;

/// <summary>The command line options that measurements have in common.</summary>
internal sealed class BenchArguments
{
    internal BenchArguments(long events, int users, int rounds)
    {
        Events = new Option<long>("--events")
        {
            Description = "Number of events in the topic.",
            DefaultValueFactory = _ => events,
            HelpName = "COUNT",
        };
        Users = new Option<int>("--users")
        {
            Description = "Number of users.",
            DefaultValueFactory = _ => users,
            HelpName = "COUNT",
        };
        Rounds = new Option<int>("--rounds")
        {
            Description = "Number of rounds; medians over the rounds are reported.",
            DefaultValueFactory = _ => rounds,
            HelpName = "COUNT",
        };
    }

    internal Option<long> Events { get; }

    internal Option<int> Users { get; }

    internal Option<int> Rounds { get; }

    internal Option<string?> Brokers { get; } = new("--brokers")
    {
        Description = "Kafka brokers to use instead of the embedded Kafka.",
        HelpName = "SERVERS",
    };

    internal Option<bool> Json { get; } = new("--json") { Description = "Prints one JSON object, last on standard output." };

    internal void AddTo(Command command)
    {
        command.Add(Events);
        command.Add(Users);
        command.Add(Rounds);
        command.Add(Brokers);
        command.Add(Json);
    }
}

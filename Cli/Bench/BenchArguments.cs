using System.CommandLine;

namespace PathwayOrleans.Cli.Bench;

/// <summary>The options that measurements have in common.</summary>
internal sealed class BenchArguments
{
    internal BenchArguments(long events, int users, int rounds)
    {
        Events = new Option<long>("--events") { Description = "Events in the topic.", DefaultValueFactory = _ => events, HelpName = "COUNT" };
        Users = new Option<int>("--users") { Description = "Users among whom they are spread.", DefaultValueFactory = _ => users, HelpName = "COUNT" };
        Rounds = new Option<int>("--rounds") { Description = "How often the contestants run in turn; medians are reported.", DefaultValueFactory = _ => rounds, HelpName = "COUNT" };
    }

    internal Option<long> Events { get; }

    internal Option<int> Users { get; }

    internal Option<int> Rounds { get; }

    internal Option<string?> Brokers { get; } = new("--brokers") { Description = "A Kafka to measure on instead of the embedded one.", HelpName = "SERVERS" };

    internal Option<bool> Json { get; } = new("--json") { Description = "One JSON object, last on standard output." };

    internal void AddTo(Command command)
    {
        command.Add(Events);
        command.Add(Users);
        command.Add(Rounds);
        command.Add(Brokers);
        command.Add(Json);
    }
}

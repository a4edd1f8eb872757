using System.CommandLine;
using PathwayOrleans.Producer.Command;

namespace PathwayOrleans.Cli.Demo;

/// <summary><c>demo</c>: everything on this machine, and a proof.</summary>
internal static class DemoCommand
{
    internal static Command Create()
    {
        var defaults = new DemoOptions();
        var engine = new Option<string>("--engine") { Description = "What the workers run; standalone is all there is so far.", DefaultValueFactory = _ => defaults.Engine, HelpName = "NAME" };
        var events = new Option<long>("--events") { Description = "Valid events.", DefaultValueFactory = _ => defaults.Events, HelpName = "COUNT" };
        var users = new Option<int>("--users") { Description = "Users among whom they are spread.", DefaultValueFactory = _ => defaults.Users, HelpName = "COUNT" };
        var workers = new Option<int>("--workers") { Description = "Worker processes.", DefaultValueFactory = _ => defaults.Workers, HelpName = "COUNT" };
        var rate = new Option<double>("--rate") { Description = "Messages a second; 0 = as fast as it goes.", HelpName = "PER-SECOND" };
        var skew = new Option<double>("--skew") { Description = "Zipf exponent of how events are spread over users; 0 = evenly.", HelpName = "EXPONENT" };
        var malformed = new Option<long>("--malformed") { Description = "Messages that are no events, on top.", HelpName = "COUNT" };
        var killEvery = new Option<double>("--kill-every") { Description = "Kills (SIGKILL) a random worker this often and starts another; 0 = never.", HelpName = "SECONDS" };
        var brokers = new Option<string?>("--brokers") { Description = "Uses this Kafka instead of an embedded one.", HelpName = "SERVERS" };
        var database = new Option<string?>("--database") { Description = "Uses this Postgres instead of a private one.", HelpName = "ADDRESS" };
        var keep = new Option<bool>("--keep") { Description = "Leaves everything running after the proof, until Ctrl-C, and prints the addresses." };
        var json = new Option<bool>("--json") { Description = "One JSON object, last on standard output, instead of the proof as text." };
        var seed = new Option<long>("--seed") { Description = "Equal seeds give equal events.", DefaultValueFactory = _ => defaults.Seed, HelpName = "NUMBER" };

        var command = new Command(
            "demo",
            "Starts Postgres, an embedded Kafka and workers, produces events, and proves from the producer's own expectation that each one counted exactly once.");
        foreach (Option option in (Option[])[engine, events, users, workers, rate, skew, malformed, killEvery, brokers, database, keep, json, seed])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new DemoOptions
            {
                Engine = parsed.GetValue(engine)!,
                Events = parsed.GetValue(events),
                Users = parsed.GetValue(users),
                Workers = parsed.GetValue(workers),
                Rate = parsed.GetValue(rate),
                Skew = parsed.GetValue(skew),
                Malformed = parsed.GetValue(malformed),
                KillEvery = parsed.GetValue(killEvery),
                Brokers = parsed.GetValue(brokers),
                Database = parsed.GetValue(database),
                Keep = parsed.GetValue(keep),
                Json = parsed.GetValue(json),
                Seed = parsed.GetValue(seed),
            };
            return CommandAction.RunAsync(
                () =>
                {
                    options.Validate();
                    return DemoRun.RunAsync(options, cancellationToken);
                },
                cancellationToken);
        });
        return command;
    }
}

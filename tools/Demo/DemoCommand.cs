using System.CommandLine;
using PathwayOrleans.CommandLine;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Producer.Kafka;

namespace PathwayOrleans.Demo;

/// <summary><c>demo</c>: runs the service on this machine and verifies that each event counted exactly once.</summary>
internal static class DemoCommand
{
    internal static Command Create()
    {
        var arguments = new DemoArguments();
        var command = new Command(
            "demo",
            "Starts Postgres, an embedded Kafka and workers, produces events, and verifies that each event counted exactly " +
            "once by comparing the database with what was produced. With --pipeline and --input: on your own pipeline and " +
            "records.");
        arguments.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            () =>
            {
                DemoOptions options = arguments.Read(parsed);
                options.Validate();
                return DemoRun.RunAsync(
                    options, EngineChoice.Make(options.Engine, () => BuiltProgram.Find("Silo")), cancellationToken);
            },
            cancellationToken,
            KafkaErrors.Describe));
        return command;
    }
}

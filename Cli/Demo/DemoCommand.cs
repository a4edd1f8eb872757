using System.CommandLine;
using PathwayOrleans.Cli.Demo.Engines;
using PathwayOrleans.Producer.Command;

namespace PathwayOrleans.Cli.Demo;

/// <summary><c>demo</c>: everything on this machine, and a proof.</summary>
internal static class DemoCommand
{
    internal static Command Create()
    {
        var arguments = new DemoArguments();
        var command = new Command(
            "demo",
            "Starts Postgres, an embedded Kafka and workers, produces events, and proves from the producer's own expectation that each one " +
            "counted exactly once.");
        arguments.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            () =>
            {
                DemoOptions options = arguments.Read(parsed);
                options.Validate();
                return DemoRun.RunAsync(options, EngineChoice.Make(options.Engine, SiloProgram.Find()), cancellationToken);
            },
            cancellationToken));
        return command;
    }
}

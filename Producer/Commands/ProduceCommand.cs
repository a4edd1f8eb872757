using System.CommandLine;
using System.Globalization;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Kafka;

namespace PathwayOrleans.Producer.Commands;

/// <summary><c>produce</c>: produces events to a topic.</summary>
public static class ProduceCommand
{
    private const string Help =
        "Produces events to a topic: a generated load, or the lines of a file. Kafka is configured as for the run command " +
        "(section Pathway:Kafka of appsettings.json, environment variables such as Pathway__Kafka__BootstrapServers).";

    /// <summary>Creates the command <c>produce</c>, or the root command of a program that does only this.</summary>
    /// <param name="asRoot">Whether it is the root command.</param>
    /// <param name="view">Shows progress; null for plain lines on standard error.</param>
    public static Command Create(bool asRoot = false, IProduceView? view = null)
    {
        Command command = asRoot ? new RootCommand(Help) : new Command("produce", Help);
        var options = new ProduceOptions();
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            () => RunAsync(options, parsed, view ?? new ProduceLines(Console.Error, TimeProvider.System), cancellationToken),
            cancellationToken,
            KafkaErrors.Describe));
        return command;
    }

    private static async Task<int> RunAsync(
        ProduceOptions options, ParseResult parsed, IProduceView view, CancellationToken cancellationToken)
    {
        var job = new ProduceJob(options.Kafka(parsed), options.Rate(parsed), view, TimeProvider.System);
        ProduceResult result = options.File(parsed) is { } file
            ? await job.ReplayAsync(file, cancellationToken)
            : await job.GenerateAsync(options.Load(parsed), cancellationToken);
        await Console.Out.WriteLineAsync(options.Json(parsed) ? result.ToJson() : Describe(result));
        return ExitCodes.Success;
    }

    private static string Describe(ProduceResult result)
    {
        string what = result.Users is null
            ? "lines"
            : string.Create(
                CultureInfo.InvariantCulture, $"events of {result.Users:N0} users and {result.Malformed:N0} malformed messages");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Produced {result.Produced:N0} {what} to {result.Topic} in {result.Seconds:0.0} s: " +
            $"{result.EventsPerSecond:N0} per second.");
    }
}

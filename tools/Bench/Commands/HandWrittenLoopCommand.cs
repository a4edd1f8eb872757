using System.CommandLine;
using PathwayOrleans.Bench.Standalone;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Kafka;

namespace PathwayOrleans.Bench.Commands;

/// <summary>
/// <c>bench hand-written-loop</c>: one run of <see cref="HandWrittenLoop"/>. <c>bench standalone</c> starts it as a separate
/// process, like the engine. It is hidden because it is not a measurement.
/// </summary>
internal static class HandWrittenLoopCommand
{
    internal const string Name = "hand-written-loop";

    internal static Command Create()
    {
        var brokers = new Argument<string>("brokers");
        var topic = new Argument<string>("topic");
        var database = new Argument<string>("database") { Description = "An Npgsql connection string." };
        var events = new Argument<long>("events");
        var command = new Command(Name, "Counts a topic's events in one loop.") { brokers, topic, database, events };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            () => HandWrittenLoop.RunAsync(
                parsed.GetRequiredValue(brokers),
                parsed.GetRequiredValue(topic),
                parsed.GetRequiredValue(database),
                parsed.GetRequiredValue(events),
                cancellationToken),
            cancellationToken,
            KafkaErrors.Describe));
        return command;
    }
}

using System.Globalization;

namespace PathwayOrleans.Bench;

/// <summary>What the hand-written loop is told on its command line.</summary>
internal sealed record HandWrittenSettings(string Brokers, string Topic, string Database, string Source, long Events)
{
    internal string[] ToArguments() => [HandWrittenLoop.Argument, Brokers, Topic, Database, Source, Events.ToString(CultureInfo.InvariantCulture)];

    internal static HandWrittenSettings Parse(string[] arguments) =>
        new(arguments[0], arguments[1], arguments[2], arguments[3], long.Parse(arguments[4], CultureInfo.InvariantCulture));
}

using System.Globalization;
using PathwayOrleans.Cli.Demo.Engines;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Cli.Demo;

/// <summary>What the demo is to do.</summary>
internal sealed record DemoOptions
{
    private const int MaxWorkers = 64;
    private const double ShortestKillEvery = 0.1;
    private const double LongestKillEvery = 86_400;

    /// <summary>One of <see cref="EngineNames"/>; null for what is there.</summary>
    internal string? Engine { get; init; }

    /// <summary>Worker processes at a time.</summary>
    internal int Workers { get; init; } = 3;

    internal LoadOptions Load { get; init; } = new();

    /// <summary>Whether workers keep windows too, and their rows are proved.</summary>
    internal bool Windows { get; init; }

    /// <summary>Messages a second; 0 = as fast as it goes.</summary>
    internal double Rate { get; init; }

    /// <summary>A worker is killed this often, seconds; 0 = never.</summary>
    internal double KillEvery { get; init; }

    /// <summary>Kafka to use instead of an embedded one.</summary>
    internal string? Brokers { get; init; }

    /// <summary>Postgres to use instead of a private one.</summary>
    internal string? Database { get; init; }

    /// <summary>Leave everything running after the proof, until Ctrl-C.</summary>
    internal bool Keep { get; init; }

    internal bool Json { get; init; }

    /// <summary>Messages in all, events or not.</summary>
    internal long Messages => Load.Events + Load.Malformed;

    /// <summary>Throws where an option is out of its range.</summary>
    /// <exception cref="CommandFailedException">One is; the message names it, its value and what would be right.</exception>
    internal void Validate()
    {
        Require(
            Engine is null or EngineNames.Standalone or EngineNames.Cluster or EngineNames.Both,
            "--engine", Engine!, $"{EngineNames.Standalone}, {EngineNames.Cluster} or {EngineNames.Both}");
        Require(Load.Events >= 0, "--events", Load.Events, "0 or more");
        Require(Load.Users is > 0 and <= LoadOptions.MaxUsers, "--users", Load.Users, $"1 to {LoadOptions.MaxUsers}");
        Require(Workers is > 0 and <= MaxWorkers, "--workers", Workers, $"1 to {MaxWorkers}");
        Require(double.IsFinite(Rate) && Rate >= 0, "--rate", Rate, "0 (as fast as it goes) or more");
        Require(Load.Skew is >= 0 and <= LoadOptions.MaxSkew, "--skew", Load.Skew, $"0 (evenly) to {LoadOptions.MaxSkew}");
        Require(Load.Malformed >= 0, "--malformed", Load.Malformed, "0 or more");
        Require(Load.Late >= 0 && Load.Late <= Load.Events, "--late", Load.Late, $"0 to {Load.Events}, the number of events,");
        Require(Load.Future >= 0 && Load.Future <= Load.Events, "--future", Load.Future, $"0 to {Load.Events}, the number of events,");
        if (Windows && Brokers is not null)
        {
            throw new CommandFailedException(
                "--windows goes without --brokers: events that are in your topic already move its watermarks, and nobody can tell the demo of " +
                "those. Leave --brokers out: the demo has a broker of its own.");
        }

        Require(
            KillEvery is 0 or (>= ShortestKillEvery and <= LongestKillEvery),
            "--kill-every", KillEvery, $"0 (never), or {ShortestKillEvery} to {LongestKillEvery} seconds");
    }

    private static void Require(bool isRight, string option, object value, string right)
    {
        if (!isRight)
        {
            throw new CommandFailedException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; {right} is right."));
        }
    }
}

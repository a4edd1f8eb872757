using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Demo;

/// <summary>The options of a demo.</summary>
internal sealed record DemoOptions
{
    private const int MaxWorkers = 64;
    private const double ShortestKillEvery = 0.1;
    private const double LongestKillEvery = 86_400;

    /// <summary>A name in <see cref="EngineNames"/>; null for the default.</summary>
    internal string? Engine { get; init; }

    /// <summary>The number of worker processes.</summary>
    internal int Workers { get; init; } = 3;

    internal LoadOptions Load { get; init; } = new();

    /// <summary>Whether the workers compute windows and the rows of the windows are verified.</summary>
    internal bool Windows { get; init; }

    /// <summary>The file with the pipeline of the workers; null for the built-in events.</summary>
    internal string? Pipeline { get; init; }

    /// <summary>The file with the records of the pipeline, one in a line.</summary>
    internal string? Input { get; init; }

    /// <summary>The names of the given options that describe generated events.</summary>
    internal IReadOnlyList<string> EventOptions { get; init; } = [];

    /// <summary>Messages per second; 0 = unlimited.</summary>
    internal double Rate { get; init; }

    /// <summary>Whether the rate was given.</summary>
    internal bool HasRate { get; init; }

    /// <summary>The interval in seconds at which a worker is killed; 0 = never.</summary>
    internal double KillEvery { get; init; }

    /// <summary>The interval in seconds at which a worker is frozen; 0 = never.</summary>
    internal double FreezeEvery { get; init; }

    /// <summary>How long a worker is frozen, in seconds.</summary>
    internal double FreezeFor { get; init; } = 40;

    /// <summary>Whether the behaviour of the workers under faults is measured.</summary>
    internal bool Measure { get; init; }

    /// <summary>A folder for the logs of the workers; null for none.</summary>
    internal string? Logs { get; init; }

    /// <summary>Kafka brokers to use instead of the embedded Kafka.</summary>
    internal string? Brokers { get; init; }

    /// <summary>The address of a Postgres to use instead of a private one.</summary>
    internal string? Database { get; init; }

    /// <summary>Whether everything is left running after the verification, until Ctrl-C.</summary>
    internal bool Keep { get; init; }

    internal bool Json { get; init; }

    /// <summary>The total number of messages: events and malformed messages.</summary>
    internal long Messages => Load.Events + Load.Malformed;

    /// <summary>Throws if an option is invalid.</summary>
    /// <exception cref="CommandFailedException">
    /// An option is invalid; the message has its name, its value and the allowed values.
    /// </exception>
    internal void Validate()
    {
        NumberRange.Require(
            Engine is null || EngineNames.IsValid(Engine),
            "--engine", Engine!, $"{EngineNames.Standalone}, {EngineNames.Silo} or {EngineNames.Both}");
        ValidatePipeline();
        Load.Validate();
        NumberRange.Require(Workers is > 0 and <= MaxWorkers, "--workers", Workers, $"between 1 and {MaxWorkers}");
        NumberRange.Require(double.IsFinite(Rate) && Rate >= 0, "--rate", Rate, "0 (unlimited) or more");
        if (Windows && Brokers is not null)
        {
            throw new CommandFailedException(
                "--windows cannot be combined with --brokers: earlier events of the topic have advanced its watermarks, which " +
                "the demo does not know. Omit --brokers to use the embedded Kafka.");
        }

        NumberRange.Require(
            KillEvery is 0 or (>= ShortestKillEvery and <= LongestKillEvery),
            "--kill-every", KillEvery, $"0 (never) or between {ShortestKillEvery} and {LongestKillEvery} seconds");
        NumberRange.Require(
            FreezeEvery is 0 or (>= ShortestKillEvery and <= LongestKillEvery),
            "--freeze-every", FreezeEvery, $"0 (never) or between {ShortestKillEvery} and {LongestKillEvery} seconds");
        NumberRange.Require(
            FreezeFor is >= ShortestKillEvery and <= LongestKillEvery,
            "--freeze-for", FreezeFor, $"between {ShortestKillEvery} and {LongestKillEvery} seconds");
        NumberRange.Require(
            Workers > 1 || (FreezeEvery == 0 && !Measure),
            "--workers", Workers, "2 or more with --freeze-every or --measure");
    }

    private void ValidatePipeline()
    {
        if (Pipeline is null)
        {
            if (Input is not null)
            {
                throw new CommandFailedException(
                    $"--input is {Input}, but there is no --pipeline. Add --pipeline FILE with the pipeline that counts these " +
                    "records; without one, the demo generates the built-in events itself.");
            }

            return;
        }

        if (Input is null)
        {
            throw new CommandFailedException(
                $"--pipeline is {Pipeline}, but there is no --input. Add --input FILE with records for it, one JSON value in a " +
                "line.");
        }

        string[] excluded =
        [
            .. EventOptions, .. Windows ? ["--windows"] : Array.Empty<string>(),
            .. Brokers is null ? [] : (string[])["--brokers"], .. Database is null ? [] : (string[])["--database"],
        ];
        if (excluded.Length > 0)
        {
            throw new CommandFailedException(
                $"{string.Join(" and ", excluded)} cannot be combined with --pipeline: the records are those of --input, each " +
                "once, and they must be the only ones that the views count. Omit " +
                $"{(excluded.Length == 1 ? "it" : "them")}.");
        }
    }
}

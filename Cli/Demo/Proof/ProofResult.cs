namespace PathwayOrleans.Cli.Demo.Proof;

/// <summary>How the database compares with what the producer expects.</summary>
internal sealed record ProofResult
{
    /// <summary>Valid events that the broker acknowledged.</summary>
    internal required long Produced { get; init; }

    /// <summary>Events counted for this run's users.</summary>
    internal required long Applied { get; init; }

    /// <summary>Events missing from their users' counts.</summary>
    internal required long Lost { get; init; }

    /// <summary>Events too many in their users' counts.</summary>
    internal required long Duplicated { get; init; }

    /// <summary>Users who were compared.</summary>
    internal required int Users { get; init; }

    /// <summary>Users whose total or last time differs.</summary>
    internal required int WrongUsers { get; init; }

    /// <summary>Malformed messages that the broker acknowledged.</summary>
    internal required int Malformed { get; init; }

    /// <summary>Dead letters found.</summary>
    internal required int DeadLetters { get; init; }

    /// <summary>Malformed messages without a dead letter, dead letters without one, and dead letters with a wrong reason.</summary>
    internal required int WrongDeadLetters { get; init; }

    /// <summary>The first differences, in words.</summary>
    internal required IReadOnlyList<string> Differences { get; init; }

    /// <summary>Whether everything is accounted for.</summary>
    internal bool Holds => Lost == 0 && Duplicated == 0 && WrongUsers == 0 && WrongDeadLetters == 0 && Produced == Applied;
}

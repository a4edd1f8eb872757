namespace PathwayOrleans.Demo.Proof;

/// <summary>The result of comparing the database with the producer's expectation.</summary>
internal sealed record ProofResult
{
    /// <summary>Valid events that the broker acknowledged.</summary>
    internal required long Produced { get; init; }

    /// <summary>Events counted for this run's users.</summary>
    internal required long Applied { get; init; }

    /// <summary>Events missing from their users' counts.</summary>
    internal required long Lost { get; init; }

    /// <summary>Surplus events in their users' counts.</summary>
    internal required long Duplicated { get; init; }

    /// <summary>The number of compared users.</summary>
    internal required int Users { get; init; }

    /// <summary>Users whose total or last time differs.</summary>
    internal required int WrongUsers { get; init; }

    /// <summary>Malformed messages that the broker acknowledged.</summary>
    internal required int Malformed { get; init; }

    /// <summary>Dead letters found.</summary>
    internal required int DeadLetters { get; init; }

    /// <summary>
    /// Malformed messages without a dead letter, dead letters without a malformed message, and dead letters with a wrong reason.
    /// </summary>
    internal required int WrongDeadLetters { get; init; }

    /// <summary>Descriptions of the first differences.</summary>
    internal required IReadOnlyList<string> Differences { get; init; }

    /// <summary>Whether there is no difference.</summary>
    internal bool Holds => Lost == 0 && Duplicated == 0 && WrongUsers == 0 && WrongDeadLetters == 0 && Produced == Applied;
}

namespace PathwayOrleans.Standalone.Batch;

/// <summary>What came of a run.</summary>
/// <param name="Inputs">Of each input.</param>
/// <param name="IsFinished">Whether all of it is durable; if not, the same run started again goes on where this one ended.</param>
/// <param name="Elapsed">From the first byte read to the last record durable.</param>
public sealed record BatchResult(IReadOnlyList<BatchInputResult> Inputs, bool IsFinished, TimeSpan Elapsed)
{
    public long Records => Inputs.Sum(input => input.Records);

    /// <summary>Events that this run counted.</summary>
    public long Applied => Inputs.Sum(input => input.Applied);

    /// <summary>Records that had been dealt with before.</summary>
    public long AlreadyApplied => Inputs.Sum(input => input.AlreadyApplied);

    public long DeadLetters => Inputs.Sum(input => input.DeadLetters);
}

namespace PathwayOrleans.Standalone.Batch;

/// <summary>The result of a run.</summary>
/// <param name="Inputs">The result of each input.</param>
/// <param name="IsFinished">
/// Whether everything is durable. If not, the same run started again continues where this one ended.
/// </param>
/// <param name="Elapsed">The time from the start of the run until its last record was durable.</param>
public sealed record BatchResult(IReadOnlyList<BatchInputResult> Inputs, bool IsFinished, TimeSpan Elapsed)
{
    public long Records => Inputs.Sum(input => input.Records);

    /// <summary>Events that this run counted.</summary>
    public long Applied => Inputs.Sum(input => input.Applied);

    /// <summary>Records that an earlier run or engine had counted or written to dead_letters.</summary>
    public long AlreadyApplied => Inputs.Sum(input => input.AlreadyApplied);

    public long DeadLetters => Inputs.Sum(input => input.DeadLetters);

    /// <summary>Records that count in no view of the pipeline, because they pass no WHERE.</summary>
    public long NotCounted => Inputs.Sum(input => input.NotCounted);

    /// <summary>
    /// Whether no record is counted although there are records: each became a dead letter or passes no WHERE. Usually the input
    /// has another format.
    /// </summary>
    public bool CountedNothing => DeadLetters + NotCounted > 0 && Applied == 0 && AlreadyApplied == 0;
}

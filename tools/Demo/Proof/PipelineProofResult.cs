namespace PathwayOrleans.Demo.Proof;

/// <summary>The result of comparing the views of a pipeline with those that Postgres computes.</summary>
/// <param name="Lost">
/// Records missing from a <c>count(*)</c>, of the view in which most are; null if no view has a column that is one.
/// </param>
/// <param name="Duplicated">Surplus records, likewise.</param>
/// <param name="Views">The materialized views.</param>
/// <param name="DeadLetters">The dead letters by reason.</param>
/// <param name="Differences">Descriptions of the first differences.</param>
internal sealed record PipelineProofResult(
    long? Lost,
    long? Duplicated,
    IReadOnlyList<ViewResult> Views,
    IReadOnlyList<LetterResult> DeadLetters,
    IReadOnlyList<string> Differences)
{
    /// <summary>The number of rows that are missing, surplus or different.</summary>
    internal long Mismatches => Views.Sum(view => view.Mismatches);

    /// <summary>Whether there is no difference.</summary>
    internal bool Holds => Lost is null or 0 && Duplicated is null or 0 && Mismatches == 0
        && DeadLetters.All(letters => letters.Mismatches == 0);
}

/// <summary>A materialized view in the result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">The number of its rows.</param>
/// <param name="Mismatches">Rows that are missing, surplus or different.</param>
internal sealed record ViewResult(string Name, long Rows, long Mismatches);

/// <summary>The dead letters of one reason in the result.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Expected">The number that is expected.</param>
/// <param name="Found">The number in the database.</param>
/// <param name="Mismatches">Dead letters that are missing, surplus, or late for other views.</param>
internal sealed record LetterResult(string Reason, long Expected, long Found, long Mismatches);

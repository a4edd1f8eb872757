using System.Text.Json;
using System.Text.Json.Serialization;
using PathwayOrleans.Demo.Faults;
using PathwayOrleans.Demo.Subjects;

namespace PathwayOrleans.Demo.Proof;

/// <summary>The last line of a demo with a pipeline and <c>--json</c>. Names, order and values are public.</summary>
/// <param name="Engine">The engine of the workers: <c>standalone</c>, <c>cluster</c> (silos) or <c>both</c>.</param>
/// <param name="Produced">Records that the broker acknowledged.</param>
/// <param name="Counted">Records that pass the WHERE of a view, as Postgres computes it; also late ones.</param>
/// <param name="NotCounted">Records that pass no WHERE of a view.</param>
/// <param name="Lost">
/// Records missing from a <c>count(*)</c>, of the view in which most are; null if no view has a column that is one.
/// </param>
/// <param name="Duplicated">Surplus records, likewise.</param>
/// <param name="Mismatches">Rows of all views that are missing, surplus or different.</param>
/// <param name="Views">The materialized views.</param>
/// <param name="DeadLetters">The dead letters by reason.</param>
/// <param name="Exact">Whether there is no difference of any kind.</param>
/// <param name="Workers">Number of worker processes.</param>
/// <param name="Kills">Workers killed.</param>
/// <param name="DatabaseConnections">The highest number of database connections of the workers.</param>
/// <param name="Seconds">From the first record produced until the last one durable.</param>
/// <param name="RecordsPerSecond">Records per second of that time.</param>
/// <param name="Faults">How the workers behaved under faults; null without <c>--measure</c>.</param>
internal sealed record PipelineDemoResult(
    string Engine,
    long Produced,
    long Counted,
    long NotCounted,
    long? Lost,
    long? Duplicated,
    long Mismatches,
    IReadOnlyList<ViewResult> Views,
    IReadOnlyList<LetterResult> DeadLetters,
    bool Exact,
    int Workers,
    int Kills,
    int DatabaseConnections,
    double Seconds,
    long RecordsPerSecond,
    FaultResult? Faults = null)
{
    private const string Late = "late";

    private static readonly JsonSerializerOptions Json = new(
        JsonSerializerOptions.Web)
    { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    internal static PipelineDemoResult Of(DemoFacts facts, long records, long counted, PipelineProofResult proof) => new(
        facts.Engine,
        records,
        counted,
        records - counted - proof.DeadLetters.Where(letters => letters.Reason != Late).Sum(letters => letters.Expected),
        proof.Lost,
        proof.Duplicated,
        proof.Mismatches,
        proof.Views,
        proof.DeadLetters,
        proof.Holds,
        facts.Workers,
        facts.Kills,
        facts.DatabaseConnections,
        facts.Seconds,
        facts.PerSecond(records),
        facts.Faults);

    /// <summary>Records that are dead letters and count in no view.</summary>
    internal long Rejected => Produced - Counted - NotCounted;

    internal string ToJson() => JsonSerializer.Serialize(this, Json);
}

namespace PathwayOrleans.Grains.Interfaces;

/// <summary>A page of a report, or why there is none.</summary>
/// <param name="Json">The JSON of the page: <c>{"rows":[…],"next":…}</c>; null if there is an error.</param>
/// <param name="Note">What a reader must know of the rows, as lines; null: nothing.</param>
/// <param name="Error">What is wrong with the request, with the remedy.</param>
[GenerateSerializer, Immutable]
[Alias("pathway.report-answer")]
public sealed record ReportAnswer(
    [property: Id(0)] string? Json, [property: Id(1)] string? Note, [property: Id(2)] string? Error);

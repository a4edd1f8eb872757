using Orleans.Concurrency;

namespace PathwayOrleans.Grains.Interfaces;

/// <summary>Reports, read from the database. All keys are equivalent; use key 0.</summary>
[Alias("pathway.report")]
public interface IReportGrain : IGrainWithIntegerKey
{
    /// <summary>The largest limit that the reports accept.</summary>
    const int MaxLimit = 10_000;

    /// <summary>
    /// Reads a page of a report, such as <c>top</c>, <c>views</c>, <c>view</c> or <c>changes</c>: the reports, parameters and
    /// answers of the HTTP API.
    /// </summary>
    /// <param name="report">The name of the report.</param>
    /// <param name="parameters">
    /// The values of its parameters. <c>view</c> names a materialized view; <c>key</c> has a value for each of its key columns.
    /// </param>
    /// <param name="limit">The maximum number of rows.</param>
    /// <param name="after">The <c>next</c> of the last page; null for the first.</param>
    /// <returns>The rows as JSON; the answer has the error if a parameter is invalid or the limit is not one of 1 to
    /// <see cref="MaxLimit"/>.</returns>
    [ReadOnly]
    [Alias("read")]
    Task<ReportAnswer> Read(string report, Dictionary<string, string[]> parameters, int limit, string? after);

    /// <summary>The dead letters that were recorded last, newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not between 1 and <see cref="MaxLimit"/>.</exception>
    [ReadOnly]
    [Alias("dead-letters")]
    Task<IReadOnlyList<DeadLetterInfo>> DeadLetters(int limit);
}

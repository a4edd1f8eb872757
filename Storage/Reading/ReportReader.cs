using System.Text.Json;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Reading;

/// <summary>
/// Runs the reports of the grains. Those over all users scan a whole table: an index for them would make every commit slower.
/// Does not retry.
/// </summary>
/// <param name="session">Where statements of a known size run.</param>
/// <param name="bounded">Where the statements of the other reports run.</param>
public sealed class ReportReader(DatabaseSession session, IQueries bounded)
{
    private readonly SessionQueries _queries = new(session);

    /// <summary>Reads a page of a report.</summary>
    /// <param name="name">The name of the report.</param>
    /// <param name="given">The values of its parameters. With a <c>view</c>, it is the report of that view.</param>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    /// <returns>Its JSON, as the HTTP API answers it, and notes on the rows, as lines.</returns>
    /// <exception cref="ReportParameterException">There is no such report, or a parameter is invalid.</exception>
    /// <exception cref="QueryLimitException">A statement exceeded its time limit.</exception>
    public async Task<(string Json, string? Note)> ReadAsync(
        string name,
        IReadOnlyDictionary<string, IReadOnlyList<string>> given,
        PageRequest page,
        CancellationToken cancellationToken)
    {
        ReportDefinition report = ReportDefinitions.Find(name, given);
        OpenReport open = await report.OpenAsync(bounded, new ReportValues(report, given), cancellationToken);
        return (
            JsonSerializer.Serialize(await open.AnswerAsync(page, cancellationToken), ReportJson.Options),
            open.Note);
    }

    /// <summary>
    /// The most recent dead letters, newest first; those of one commit are ordered by source, partition and descending
    /// position.
    /// </summary>
    /// <param name="limit">The maximum number of dead letters.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public async Task<IReadOnlyList<StoredDeadLetter>> DeadLettersAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var report = new DeadLettersReport(_queries);
        return (await report.ReadLettersAsync(null, default, new PageRequest(limit), cancellationToken)).Rows;
    }
}

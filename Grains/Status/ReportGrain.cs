using System.Globalization;
using Orleans.Concurrency;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Grains.Status;

/// <summary>Reads reports from the database, on this silo's connection for reads.</summary>
[StatelessWorker(maxLocalWorkers: 1)]
[Reentrant]
[GrainType("report")]
internal sealed class ReportGrain(ReportReader reader) : Grain, IReportGrain
{
    public async Task<ReportAnswer> Read(string report, Dictionary<string, string[]> parameters, int limit, string? after)
    {
        if (limit is < 1 or > IReportGrain.MaxLimit)
        {
            return new ReportAnswer(null, null, OutOfRange(limit));
        }

        try
        {
            (string json, string? note) = await reader.ReadAsync(
                report,
                parameters.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value),
                new PageRequest(limit, after),
                CancellationToken.None);
            return new ReportAnswer(json, note, null);
        }
        catch (Exception e) when (e is ReportParameterException or QueryLimitException)
        {
            return new ReportAnswer(null, null, e.Message);
        }
    }

    public async Task<IReadOnlyList<DeadLetterInfo>> DeadLetters(int limit)
    {
        Require(limit);
        return [.. (await reader.DeadLettersAsync(limit, CancellationToken.None)).Select(letter => new DeadLetterInfo(
            letter.Source,
            letter.Partition,
            letter.Position.ToString(),
            letter.Reason,
            letter.RecordedAt,
            letter.Raw,
            letter.Length))];
    }

    /// <summary>Checks the limit of a request.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    internal static void Require(int limit)
    {
        if (limit is < 1 or > IReportGrain.MaxLimit)
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, OutOfRange(limit));
        }
    }

    private static string OutOfRange(int limit) => string.Create(
        CultureInfo.InvariantCulture, $"The limit is {limit}; it must be between 1 and {IReportGrain.MaxLimit}.");
}

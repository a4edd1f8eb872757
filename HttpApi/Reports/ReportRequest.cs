using Microsoft.AspNetCore.Http;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.HttpApi.Reports;

/// <summary>
/// The request for a report. Invalid and unknown parameters throw a <see cref="ReportParameterException"/>, so that a misspelt
/// filter is not ignored.
/// </summary>
internal sealed class ReportRequest
{
    /// <param name="report">The report.</param>
    /// <param name="request">The request.</param>
    internal ReportRequest(ReportDefinition report, HttpRequest request)
    {
        Dictionary<string, IReadOnlyList<string>> given = request.Query.ToDictionary(
            pair => pair.Key, pair => (IReadOnlyList<string>)[.. pair.Value.Select(value => value ?? "")]);
        Page = new PageRequest(
            report.HasLimit ? Limit(given) : ReportLimits.DefaultRows,
            report.IsPaged ? Take(given, ReportDefinition.After) : null);
        foreach (ReportParameter place in report.Parameters.Where(parameter => parameter.IsPlace))
        {
            given[place.Name] = [Place(request, place.Name)];
        }

        Values = new ReportValues(report, given);
    }

    internal ReportValues Values { get; }

    internal PageRequest Page { get; }

    /// <summary>A part of the path. A slash in it is written as %2F, which the server does not decode.</summary>
    private static string Place(HttpRequest request, string name) =>
        $"{request.RouteValues[name]}".Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static int Limit(Dictionary<string, IReadOnlyList<string>> given) =>
        Take(given, ReportDefinition.Limit) is not { } text ? ReportLimits.DefaultRows
            : int.TryParse(text, out int limit) && limit is > 0 and <= ReportLimits.MaxRows ? limit
            : throw new ReportParameterException(
                ReportDefinition.Limit,
                text,
                $"it must be between 1 and {ReportLimits.MaxRows}; request further rows as another page (after=next)");

    private static string? Take(Dictionary<string, IReadOnlyList<string>> given, string name) =>
        !given.Remove(name, out IReadOnlyList<string>? values) ? null
            : values is [{ Length: > 0 } value] ? value
            : throw new ReportParameterException(
                name,
                string.Join(',', values),
                "it must be one value that is not empty; leave the parameter out for the default");
}

using Microsoft.AspNetCore.Http;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.HttpApi.Reports;

/// <summary>
/// The parameters of a report request. Invalid and unknown parameters throw a <see cref="ReportParameterException"/>, so
/// that a misspelt filter is not ignored.
/// </summary>
internal sealed class ReportParameters
{
    private readonly IQueryCollection _query;

    internal ReportParameters(IQueryCollection query, params string[] known)
    {
        _query = query;
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in query)
        {
            if (!known.Contains(name))
            {
                throw new ReportParameterException(
                    name, values.ToString(), $"this report has no such parameter; it must be one of {string.Join(", ", known)}");
            }

            if (values.Count != 1 || string.IsNullOrEmpty(values[0]) || values[0]!.Contains('\0', StringComparison.Ordinal))
            {
                throw new ReportParameterException(
                    name,
                    values.ToString(),
                    "it must be one value that is not empty and has no U+0000; leave the parameter out to get all");
            }
        }
    }

    internal ReportPeriod Period => new(ReportTime.Parse("since", Text("since")), ReportTime.Parse("until", Text("until")));

    internal PageRequest Page => new(Limit, Text("after"));

    internal WindowFilter Windows => new(Text("window"), Period, Choice("state", WindowState.All));

    private int Limit => Text("limit") is not { } text ? ReportLimits.DefaultRows
        : int.TryParse(text, out int limit) && limit is > 0 and <= ReportLimits.MaxRows ? limit
        : throw new ReportParameterException(
            "limit", text, $"it must be between 1 and {ReportLimits.MaxRows}; request further rows as another page (after=next)");

    internal string? Text(string name) =>
        _query.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values) ? values[0] : null;

    internal T Choice<T>(string name, T otherwise)
        where T : struct, Enum => Text(name) is { } text ? ReportChoice.Parse<T>(name, text) : otherwise;
}

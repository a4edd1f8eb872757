using Microsoft.AspNetCore.Http;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Monitoring.Http.Reports;

/// <summary>
/// What a request asks of a report. Whatever is wrong is a <see cref="ReportParameterException"/>, a parameter that the
/// report does not have included: a filter that is misspelt must not pass for none.
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
                throw new ReportParameterException(name, values.ToString(), $"this report has no such parameter; it has {string.Join(", ", known)}");
            }

            if (values.Count != 1 || string.IsNullOrEmpty(values[0]) || values[0]!.Contains('\0', StringComparison.Ordinal))
            {
                throw new ReportParameterException(name, values.ToString(), "one value, not empty and without U+0000, is right; leave the parameter out to ask for all");
            }
        }
    }

    internal ReportPeriod Period => new(ReportTime.Parse("since", Text("since")), ReportTime.Parse("until", Text("until")));

    internal PageRequest Page => new(Limit, Text("after"));

    internal WindowFilter Windows => new(Text("window"), Period, Choice("state", WindowState.All));

    private int Limit => Text("limit") is not { } text ? ReportLimits.DefaultRows
        : int.TryParse(text, out int limit) && limit is > 0 and <= ReportLimits.MaxRows ? limit
        : throw new ReportParameterException("limit", text, $"1 to {ReportLimits.MaxRows} is right; those that follow are another page (after=next)");

    internal string? Text(string name) => _query.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values) ? values[0] : null;

    internal T Choice<T>(string name, T otherwise)
        where T : struct, Enum => Text(name) is { } text ? ReportChoice.Parse<T>(name, text) : otherwise;
}

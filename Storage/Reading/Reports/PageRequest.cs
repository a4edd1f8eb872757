using System.Globalization;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>Which rows of a report: those after a place in its order. Rows that come or go meanwhile move no others.</summary>
public sealed record PageRequest
{
    /// <param name="limit">How many rows at the most.</param>
    /// <param name="after">An earlier page's <see cref="ReportPage{T}.Next"/>; null for the first page.</param>
    /// <exception cref="ReportParameterException">The limit is not positive.</exception>
    public PageRequest(int limit, string? after = null)
    {
        if (limit is < 1 or int.MaxValue)
        {
            throw new ReportParameterException("limit", limit.ToString(CultureInfo.InvariantCulture), "1 or more is right");
        }

        Limit = limit;
        After = after;
    }

    public int Limit { get; }

    public string? After { get; }

    // To know whether there is more.
    internal int Fetch => Limit + 1;
}

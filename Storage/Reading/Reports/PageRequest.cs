using System.Globalization;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>
/// A request for the rows after a position in a report's order (keyset pagination). Rows that are inserted or deleted
/// between two requests do not shift other rows.
/// </summary>
public sealed record PageRequest
{
    /// <param name="limit">The maximum number of rows.</param>
    /// <param name="after">An earlier page's <see cref="ReportPage{T}.Next"/>; null for the first page.</param>
    /// <exception cref="ReportParameterException">The limit is not positive.</exception>
    public PageRequest(int limit, string? after = null)
    {
        if (limit is < 1 or int.MaxValue)
        {
            throw new ReportParameterException("limit", limit.ToString(CultureInfo.InvariantCulture), "it must be 1 or more");
        }

        Limit = limit;
        After = after;
    }

    public int Limit { get; }

    public string? After { get; }

    // One row more than the limit shows whether there is another page.
    internal int Fetch => Limit + 1;
}

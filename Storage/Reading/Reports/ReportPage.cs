namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>A page of a report, in its order.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">The <see cref="PageRequest.After"/> of the next page; null if this is the last page.</param>
public sealed record ReportPage<T>(IReadOnlyList<T> Rows, string? Next)
{
    // One row more than the limit was read, to find out whether there is another page.
    internal static ReportPage<T> Of(IReadOnlyList<T> rows, PageRequest page, Func<T, string> cursor) => rows.Count <= page.Limit
        ? new ReportPage<T>(rows, null)
        : new ReportPage<T>([.. rows.Take(page.Limit)], cursor(rows[page.Limit - 1]));
}

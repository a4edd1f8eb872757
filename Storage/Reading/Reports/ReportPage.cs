namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>Some rows of a report, in its order.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">What to give as <see cref="PageRequest.After"/> for those that follow; null where none do.</param>
public sealed record ReportPage<T>(IReadOnlyList<T> Rows, string? Next)
{
    // One row more than asked for was read, to know whether there is more.
    internal static ReportPage<T> Of(IReadOnlyList<T> rows, PageRequest page, Func<T, string> cursor) => rows.Count <= page.Limit
        ? new ReportPage<T>(rows, null)
        : new ReportPage<T>([.. rows.Take(page.Limit)], cursor(rows[page.Limit - 1]));
}

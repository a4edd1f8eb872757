using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Monitoring.Http.Reports;

/// <summary>The reports as JSON: <c>{"rows":[…],"next":…}</c>, where next goes into <c>after</c> for the next page, and is null after the last.</summary>
internal static class ReportEndpoints
{
    private static readonly string[] Paged = ["limit", "after"];
    private static readonly string[] Timed = ["since", "until", .. Paged];

    /// <summary><c>/api/windows</c>, <c>/api/top</c>, <c>/api/totals</c>, <c>/api/dead-letters</c> and <c>/api/progress</c>; users have a path of their own.</summary>
    internal static void MapReports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/windows", (HttpContext context, BoundedQueries queries) => ReportAnswer.GiveAsync(() => WindowsAsync(context, queries)));
        routes.MapGet("/api/top", (HttpContext context, BoundedQueries queries) => ReportAnswer.GiveAsync(() => TopAsync(context, queries)));
        routes.MapGet("/api/totals", (HttpContext context, BoundedQueries queries) => ReportAnswer.GiveAsync(() => TotalsAsync(context, queries)));
        routes.MapGet("/api/dead-letters", (HttpContext context, BoundedQueries queries) => ReportAnswer.GiveAsync(() => DeadLettersAsync(context, queries)));
        routes.MapGet(
            "/api/progress",
            (HttpContext context, BoundedQueries queries, IEngineMonitor engine) => ReportAnswer.GiveAsync(() => ProgressAsync(context, queries, engine)));
    }

    /// <summary><c>/api/users</c> without an id.</summary>
    internal static Task<IResult> UsersAsync(HttpContext context, BoundedQueries queries) => ReportAnswer.GiveAsync(async () =>
    {
        var parameters = new ReportParameters(context.Request.Query, Timed);
        return await new UsersReport(queries).ReadAsync(null, parameters.Period, parameters.Page, context.RequestAborted);
    });

    private static async Task<object> WindowsAsync(HttpContext context, BoundedQueries queries)
    {
        var parameters = new ReportParameters(context.Request.Query, ["user", "window", "state", .. Timed]);
        (string? user, WindowFilter filter, PageRequest page) = (parameters.Text("user"), parameters.Windows, parameters.Page);
        ReportPage<UserWindow> found = await new WindowsReport(queries).ReadAsync(user, filter, page, context.RequestAborted);
        await RequireSubjectsAsync(found, user, filter.Window, queries, context.RequestAborted);
        return found;
    }

    private static async Task<object> TopAsync(HttpContext context, BoundedQueries queries)
    {
        var parameters = new ReportParameters(context.Request.Query, ["by", .. Timed]);
        return await new TopUsersReport(queries).ReadAsync(
            parameters.Choice("by", TopOrder.Count), parameters.Period, parameters.Page, context.RequestAborted);
    }

    private static async Task<object> TotalsAsync(HttpContext context, BoundedQueries queries)
    {
        var parameters = new ReportParameters(context.Request.Query, ["window", "state", .. Timed]);
        WindowFilter filter = parameters.Windows;
        ReportPage<WindowTotals> found = await new WindowTotalsReport(queries).ReadAsync(filter, parameters.Page, context.RequestAborted);
        await RequireSubjectsAsync(found, null, filter.Window, queries, context.RequestAborted);
        return found;
    }

    private static async Task<object> DeadLettersAsync(HttpContext context, BoundedQueries queries)
    {
        var parameters = new ReportParameters(context.Request.Query, ["reason", .. Timed]);
        var report = new DeadLettersReport(queries);
        if (parameters.Text("reason") is not { } reason)
        {
            return await report.ReadReasonsAsync(parameters.Period, parameters.Page, context.RequestAborted);
        }

        ReportPage<StoredDeadLetter> letters = await report.ReadLettersAsync(reason, parameters.Period, parameters.Page, context.RequestAborted);
        if (letters.Rows.Count == 0)
        {
            await new ReportSubjects(queries).RequireReasonAsync(reason, context.RequestAborted);
        }

        return letters;
    }

    private static async Task<object> ProgressAsync(HttpContext context, BoundedQueries queries, IEngineMonitor engine)
    {
        var report = new ProgressReport(queries);
        ReportPage<ProgressEntry> found = await report.ReadAsync(new ReportParameters(context.Request.Query, Paged).Page, context.RequestAborted);
        GlobalWatermark watermark = await report.ReadWatermarkAsync(context.RequestAborted);
        return new { Rows = found.Rows.Select(row => ProgressRow.Of(row, engine)), found.Next, Watermark = watermark };
    }

    // An empty answer is right where there is such a user and such a window; else it would hide a slip of the pen.
    private static async Task RequireSubjectsAsync<T>(
        ReportPage<T> found, string? user, string? window, BoundedQueries queries, CancellationToken cancellationToken)
    {
        if (found.Rows.Count == 0)
        {
            var subjects = new ReportSubjects(queries);
            await subjects.RequireUserAsync(user, cancellationToken);
            await subjects.RequireWindowAsync(window, cancellationToken);
        }
    }
}
